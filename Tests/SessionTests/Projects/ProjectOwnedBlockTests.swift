import Foundation
import Testing

/// Blocks that `embed` owns, as people, formatters and builds leave them by turns.
struct ProjectOwnedBlockTests {
  private static let page = """
    # Page

    Text before.
    <!-- embed(a.c) -->
    Text behind.

    - item

      <!-- embed(gaps.txt) -->
    - item

      1. nested
         <!-- embed(a.c) -->

    > quote
    > <!-- embed(gaps.txt info="text title=x") -->

    <!-- embed(fence.txt) -->

    <!-- embed(mark.txt) -->

    A block of the author's:

    ```sh
    ls
    ```

    The end.

    """

  private static let files = [
    "a.c": "int a;\n", "gaps.txt": "one\n\n  two\n\nthree ``` four\n",
    "fence.txt": "```sh\nls\n```\n\n~~~\nx\n~~~\n",
    "mark.txt": "<!-- embed(x) -->\n```\n```\n<!-- /embed -->\n", "page.md": page,
  ]

  @Test(.needs("mdformat"))
  func aFormatterAndBuildsDoNotTakeTurns() throws {
    let folder = Folder(Self.files)
    func format() throws {
      var command = Command(program: find("mdformat") ?? "", arguments: ["page.md"])
      command.folder = folder.path
      command.keeps = folder
      try run(command).expect(0)
    }
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    try format()
    let formatted = folder.text("page.md")
    #expect(formatted.contains("-->\n\n```c\n"), "\(formatted)")
    for round in 0..<10 {
      try project("build", in: folder).expect(written: 0, upToDate: 1)
      try project("check", in: folder).expect(0)
      try format()
      #expect(folder.text("page.md") == formatted, "round \(round)")
    }
    // What the sources say from now on comes in, once; the prose stays.
    folder.write("a.c", "int b;\n")
    folder.write("gaps.txt", "ONE\n\ntwo\n")
    folder.write("fence.txt", "````\nx\n````\n")
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    for _ in 0..<3 {
      try format()
      try project("check", in: folder).expect(0)
      try project("build", in: folder).expect(written: 0, upToDate: 1)
    }
    let page = folder.text("page.md")
    #expect(page.components(separatedBy: "int b;").count == 3, "\(page)")
    #expect(!page.contains("int a;") && page.contains("ONE") && page.contains("The end."))
    #expect(page.components(separatedBy: "```sh").count == 2)
  }

  @Test func theFirstBuildAddsEndMarksAndCheckDoesNotMissThem() throws {
    let folder = Folder([
      "a.c": "int a;\n", "page.md": "<!-- embed(a.c) -->\n```c\nint a;\n```\nText.\n",
      "last.md": "> <!-- embed(a.c) -->\n> ```c\n> int a;\n> ```",
    ])
    try project("check", in: folder).expect(0)
    #expect(!folder.text("page.md").contains("/embed"))
    try project("build", in: folder).expect(written: 2, upToDate: 0)
    #expect(
      folder.text("page.md") == "<!-- embed(a.c) -->\n```c\nint a;\n```\n<!-- /embed -->\nText.\n")
    #expect(folder.text("last.md").hasSuffix("> ```\n> <!-- /embed -->\n"))
    try project("check", in: folder).expect(0)
    try project("build", in: folder).expect(written: 0, upToDate: 2)
    // A block that is old is stale, with and without a mark.
    folder.write("page.md", "<!-- embed(a.c) -->\n```c\nold\n```\n")
    try project("check", in: folder).expect(fails: 1, "stale-output")
  }

  @Test func anEndMarkThatEndsNothingIsTold() throws {
    let folder = Folder([
      "a.c": "int a;\n",
      "page.md": "<!-- embed(a.c) -->\n```c\nint a;\n```\n<!-- /embed -->\n<!-- /embed -->\n",
    ])
    let outcome = try project("check", in: folder)
    outcome.expect(0)
    #expect(outcome.ids == ["no-effect"], "\(outcome.messages)")
    #expect(outcome.messages.contains("page.md:6:1"), "\(outcome.messages)")
  }

  @Test func aLostFenceLosesNothingElse() throws {
    let folder = Folder(Self.files)
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    let built = folder.text("page.md")
    let lines = built.components(separatedBy: "\n")
    let own = lines.prefix { !$0.contains("of the author's") }
    for index in own.indices where lines[index].drop(while: " >".contains).hasPrefix("```") {
      var edited = lines
      edited.remove(at: index)
      folder.write("page.md", edited.joined(separator: "\n"))
      let outcome = try project("build", in: folder)
      let page = folder.text("page.md")
      for line in ["Text before.", "Text behind.", "1. nested", "> quote", "The end."] {
        #expect(page.contains(line), "without line \(index + 1):\n\(page)")
      }
      #expect(
        outcome.status == 1 || page == built, "without line \(index + 1): \(outcome.messages)")
    }
  }
}
