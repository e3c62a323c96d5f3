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

  /// The hook for a configuration that is there, indented as its others are; nil where its list is not at its end, an item
  /// each line.
  static func hook(for text: String) -> String? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
      .filter { !$0.drop { $0 == " " }.hasPrefix("#") }
    guard
      let last = lines.last(where: { $0.first != " " && $0.first != "-" }),
      last.prefix(while: { $0 != "#" }).split(separator: " ").joined() == "repos:",
      let line = lines.first(where: { $0.drop { $0 == " " }.hasPrefix("- repo:") })
    else { return nil }
    return self.lines(indent: String(line.prefix { $0 == " " }))
  }

  /// The job for a configuration of GitLab that is there: where the stages are named, in the one that there always is.
  static func job(for text: String) -> String {
    let names = text.split(separator: "\n").contains { $0.hasPrefix("stages:") }
    guard names else { return "\n" + gitLab }
    let head = "docbuild:\n"
    return "\n\(head)  stage: .pre\n\(gitLab.dropFirst(head.count))"
  }

  private static func lines(indent: String) -> String {
    hookLines.map { indent + $0 + "\n" }.joined()
  }
}
