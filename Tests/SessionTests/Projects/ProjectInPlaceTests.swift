import Glibc
import Testing

/// In-place documents of a project.
struct ProjectInPlaceTests {
  @Test func builtTwiceStaysAsItIs() throws {
    let folder = Folder([
      "x.go": "package x\n\nfunc A() {}\n", "fence.md": "````\n```\n````\n",
      "page.md": """
      # Page

      <!-- embed(x.go symbol=A) -->

      Text.

      <!-- embed(fence.md) -->
      ```
      old
      ```

      [embedmd]:# (x.go go /package/ /x/)

      > <!-- embed(x.go) -->

      The end, without a line feed
      """,
    ])
    try folder.commit()
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    let page = folder.text("page.md")
    #expect(page.contains("```go\nfunc A() {}\n```\n"))
    #expect(page.contains("`````"))
    #expect(page.contains("```go\npackage x\n```\n"))
    #expect(page.contains("> ```go\n> package x\n"))
    #expect(page.hasSuffix("The end, without a line feed"))
    let before = folder.status("page.md")
    for _ in 0..<2 {
      try project("build", in: folder).expect(written: 0, upToDate: 1)
      #expect(folder.status("page.md") == before)
      try project("check", in: folder).expect(0)
    }
    unlink(folder.at(".docbuild/log"))
    try project("build", in: folder).expect(written: 0, upToDate: 1)
    #expect(folder.text("page.md") == page)
  }

  @Test func everyByteOutsideTheBlocksStays() throws {
    let head: [UInt8] =
      [0xEF, 0xBB, 0xBF] + Array("# Page  \r\n\r\nlone \r and \u{2028} and\ttab \n\n\n".utf8)
    let directive = Array("<!-- embed(one.txt) -->\r\n".utf8)
    let tail = Array("\r\n<!-- include(one.txt) -->\n  <!-- \\include(x) --> \n\n\n   ".utf8)
    let folder = Folder(["one.txt": "one\ntwo\n"])
    folder.write(
      "page.md", bytes: head + directive + Array("```text\r\nold\r\n```\r\n".utf8) + tail)
    try project("build", "--force", in: folder).expect(written: 1, upToDate: 0)
    #expect(
      folder.bytes("page.md")
        == head + directive
        + Array("```text\r\none\r\ntwo\r\n```\r\n<!-- /embed -->\r\n".utf8) + tail)
    try project("build", in: folder).expect(written: 0, upToDate: 1)
    try project("check", in: folder).expect(0)
  }

  @Test func editsByHandOutsideTheBlocksAreNoTrouble() throws {
    let folder = Folder.project()
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    folder.write("one.txt", "ONE\n")
    folder.write("page.md", "# Mine\n\n<!-- embed(one.txt) -->\n```text\none\n```\n")
    let outcome = try project("build", "--explain", in: folder)
    outcome.expect(written: 2, upToDate: 1)
    let page = "# Mine\n\n<!-- embed(one.txt) -->\n```text\nONE\n```\n<!-- /embed -->\n"
    #expect(folder.text("page.md") == page)
    // In the same instant, in the same length.
    folder.write(
      "page.md", "# Mine\n\n<!-- embed(one.txt) -->\n```text\none\n```\n<!-- /embed -->\n")
    try project("build", in: folder).expect(written: 1, upToDate: 2)
    #expect(folder.text("page.md") == page)
  }

  @Test func aDocumentThatLosesItsDirectiveIsNone() throws {
    let folder = Folder.project()
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    folder.write("page.md", "# Plain\n")
    try project("build", in: folder).expect(written: 0, upToDate: 2)
    try project("build", in: folder).expect(written: 0, upToDate: 2)
    folder.write("page.md", "<!-- embed(one.txt) -->\n")
    try project("build", in: folder).expect(written: 1, upToDate: 2)
  }

  @Test func aSourceThatChangesMakesTheBlockNew() throws {
    let folder = Folder.project()
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    folder.write("one.txt", "ONE\n")
    let outcome = try project("build", "--explain", in: folder)
    #expect(outcome.reasons["page.md"] == "'one.txt' changed")
    #expect(
      folder.text("page.md")
        == "# Page\n\n<!-- embed(one.txt) -->\n```text\nONE\n```\n<!-- /embed -->\n")
  }
}
