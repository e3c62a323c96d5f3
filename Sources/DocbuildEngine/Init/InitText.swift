/// What `docbuild init` writes for other programs.
enum InitText {
  private static let wheel = "docbuild-md[symbols]"

  /// A workflow of GitHub's.
  static let workflow = """
    # Checks that the pages are what their sources say. Runs nothing of the repository's.
    name: docbuild
    on:
      push:
        branches: [main, master]
      pull_request:
    permissions:
      contents: read
    jobs:
      check:
        runs-on: ubuntu-latest
        steps:
          - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
            with:
              persist-credentials: false
          - run: pipx install '\(wheel)'
          - run: docbuild check --format github

    """

  /// A job of GitLab's.
  static let gitLab = """
    docbuild:
      image: python:3
      script:
        - pip install '\(wheel)'
        - docbuild check

    """

  private static let hookLines = [
    "- repo: local", "  hooks:", "    - id: docbuild", "      name: docbuild",
    "      entry: docbuild build", "      language: system", "      pass_filenames: false",
  ]

  /// A configuration of pre-commit (<https://pre-commit.com>).
  static let hooks = "repos:\n" + lines(indent: "  ")

  /// A configuration with the hook behind its others, indented as they are, whatever keys come after them; nil where they
  /// are not written as an item each line.
  ///
  /// - Parameter text: its lines end in line feeds alone.
  static func withHook(_ text: String) -> String? {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    func isText(_ line: String) -> Bool {
      line.drop { $0 == " " }.first.map { $0 != "#" } ?? false
    }
    guard
      let key = lines.firstIndex(where: { line in
        line.prefix { $0 != "#" }.split(separator: " ").joined() == "repos:" && line.first != " "
      })
    else { return nil }
    let list = lines[(key + 1)...].prefix { line in
      !isText(line) || line.hasPrefix(" ") || line.hasPrefix("- ")
    }
    guard let first = list.first(where: isText), first.drop(while: { $0 == " " }).hasPrefix("- "),
      let last = list.lastIndex(where: isText)
    else { return nil }
    let indent = String(first.prefix { $0 == " " })
    lines.insert(contentsOf: hookLines.map { indent + $0 }, at: last + 1)
    return lines.joined(separator: "\n") + (last + 1 + hookLines.count == lines.count ? "\n" : "")
  }

  /// A configuration of GitLab with the job: where the stages are named, in the one that there always is.
  static func withJob(_ text: String) -> String {
    let end = text.isEmpty || text.hasSuffix("\n") ? "" : "\n"
    let names = text.split(separator: "\n").contains { $0.hasPrefix("stages:") }
    guard names else { return text + end + "\n" + gitLab }
    let head = "docbuild:\n"
    return text + end + "\n\(head)  stage: .pre\n\(gitLab.dropFirst(head.count))"
  }

  private static func lines(indent: String) -> String {
    hookLines.map { indent + $0 + "\n" }.joined()
  }
}
