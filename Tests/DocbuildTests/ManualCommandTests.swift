import Foundation
import Testing

/// The manual's commands are transcripts, which `docbuild test docs README.md` runs, or say why they are not.
struct ManualCommandTests {
  private static let top = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let pages: [String] = {
    let files = FileManager.default
    let found = ["docs", "docs/from", "docs/five-minutes"].flatMap { folder in
      ((try? files.contentsOfDirectory(atPath: top.appending(path: folder).path)) ?? [])
        .map { "\(folder)/\($0)" }
    }
    return found.filter { $0.hasSuffix(".md") }.sorted() + ["README.md"]
  }()

  /// What a line of an indented block begins with when it is a command.
  private static let programs = [
    "$ ", "docbuild ", "scripts/", "Tests/", ".ci/", "make ", "ninja", "git ", "pipx ", "sudo ",
    "podman ", "swift ", "./",
  ]

  /// The lines of a page that show commands which nobody runs, counted from 1.
  static func unrun(_ text: String) -> [Int] {
    var found: [Int] = []
    var fence: Substring?
    var before = ""
    for (index, line) in text.components(separatedBy: "\n").enumerated() {
      let body = line.drop { $0 == " " || $0 == ">" }
      let run = body.prefix { $0 == "`" || $0 == "~" }
      if let open = fence {
        if run.hasPrefix(open), run.count == body.count { fence = nil }
        continue
      }
      if run.count >= 3 {
        fence = run
        let language = body.dropFirst(run.count).prefix { $0.isLetter }
        let isSaid = before.hasPrefix("<!-- test(") && before.contains("skip=\"")
        if ["sh", "bash", "shell"].contains(language), !isSaid, !before.hasPrefix("<!-- embed(") {
          found.append(index + 1)
        }
      } else if line.hasPrefix("    "), programs.contains(where: body.hasPrefix) {
        found.append(index + 1)
      }
      before = String(body)
    }
    return found
  }

  @Test(arguments: pages)
  func eachCommandIsRunOrSaysWhyNot(page: String) throws {
    let text = try String(contentsOf: ManualCommandTests.top.appending(path: page), encoding: .utf8)
    #expect(ManualCommandTests.unrun(text) == [], "\(page)")
  }

  @Test func whatIsNotRunIsFound() {
    let page = """
      ```sh
      ls
      ```

          docbuild check

      <!-- test(skip="why") -->
      ```sh
      docbuild serve
      ```

      <!-- embed(a.sh) -->
      ```bash
      ls
      ```
      <!-- test() -->
      ```bash
      ls
      ```

          <!-- include(a.go) -->

      ````markdown
      ```sh
      ls
      ```
      ````
      """
    #expect(ManualCommandTests.unrun(page) == [1, 5, 17])
    #expect(ManualCommandTests.pages.count > 30)
  }
}
