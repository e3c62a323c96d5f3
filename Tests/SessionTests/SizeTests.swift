import Foundation
import Glibc
import Testing

/// Bounds of sources and documents.
struct SizeTests {
  private let mebibyte = 1 << 20

  /// A file that is all holes: it takes no room and would take long to read.
  private func sparse(_ name: String, _ size: Int, in folder: Folder) {
    folder.write(name, "")
    truncate(folder.at(name), size)
  }

  @Test(.tags(.slow), .timeLimit(.minutes(15)))
  func sixtyFourMebibytesAreAccepted() throws {
    let folder = Folder(["x.src": "```\n<!-- include(a.txt) -->\n```\n"])
    let line = Array((String(repeating: "x", count: 63) + "\n").utf8)
    let text = (0..<mebibyte).reduce(into: [UInt8]()) { made, _ in made += line }
    try #require(text.count == 64 * mebibyte)
    folder.write("a.txt", bytes: text)
    let outcome = try docbuild("weave", "x.src", "-o", "x.md", in: folder, limit: 240)
    outcome.expect(0)
    #expect(folder.bytes("x.md") == Array("```\n".utf8) + text + Array("```\n".utf8))
  }

  @Test(arguments: [(64 << 20) + 1, 200 << 20, 1 << 40])
  func moreIsRefusedUnread(_ size: Int) throws {
    let folder = Folder(["x.src": "<!-- include(a.txt) -->\n"])
    sparse("a.txt", size, in: folder)
    let outcome = try docbuild("weave", "x.src", in: folder)
    outcome.expect(fails: 1, "file-too-large")
    #expect(outcome.messages.contains("--max-source-bytes"))
    if readsAreCounted {
      #expect(outcome.bytesRead > 0 && outcome.bytesRead < mebibyte, "\(outcome.bytesRead) bytes")
    }
  }

  @Test func sourceBoundIsExact() throws {
    let folder = Folder(["x.src": "<!-- include(a.txt) -->\n", "a.txt": "123456789\n"])
    try docbuild("weave", "x.src", "--max-source-bytes", "10", in: folder).expect(
      prints: "123456789\n")
    try docbuild("weave", "x.src", "--max-source-bytes", "9", in: folder).expect(
      fails: 1, "file-too-large")
  }

  @Test func outputBoundIsExact() throws {
    let text = String(repeating: "123456789\n", count: 10)
    let folder = Folder([
      "x.src": "<!-- include(a.txt) -->\n", "a.txt": text,
      "y.src": "ab\n<!-- include(a.txt) -->\ncd\n",
    ])
    try docbuild("weave", "x.src", "--max-output-bytes", "100", in: folder).expect(prints: text)
    try docbuild("weave", "x.src", "--max-output-bytes", "99", in: folder).expect(
      fails: 1, "output-too-large")
    try docbuild("weave", "y.src", "--max-output-bytes", "106", in: folder).expect(
      prints: "ab\n\(text)cd\n")
    try docbuild("weave", "y.src", "--max-output-bytes", "105", in: folder).expect(
      fails: 1, "output-too-large")
  }

  @Test func outputBoundIsNoneForTheTemplate() throws {
    let folder = Folder(["x.src": "<!-- include(a.txt lines=1) -->\n", "a.txt": "ab\ncd\n"])
    try docbuild("weave", "x.src", "--max-output-bytes", "3", in: folder).expect(prints: "ab\n")
  }

  @Test(.timeLimit(.minutes(15)))
  func hundredThousandIncludes() throws {
    let folder = Folder(["a.txt": "one\n", "b.txt": "two\nthree\n"])
    folder.write(
      "x.src",
      String(repeating: "<!-- include(a.txt) -->\n<!-- include(b.txt lines=2) -->\n", count: 50_000)
    )
    // A debug build on a busy machine; a release takes one second.
    let outcome = try docbuild("weave", "x.src", in: folder, limit: 200)
    outcome.expect(0)
    #expect(outcome.text == String(repeating: "one\nthree\n", count: 50_000))
  }

  /// Ten times as much at every level: 10¹⁵ lines.
  @Test func partsThatGrowExponentiallyEndAtOnce() throws {
    let folder = Folder(["p15.src": "a line of text\n"])
    for level in 0..<15 {
      folder.write(
        "p\(level).src", String(repeating: "<!-- include(p\(level + 1).src weave) -->\n", count: 10)
      )
    }
    let outcome = try docbuild("weave", "p0.src", in: folder)
    outcome.expect(fails: 1, "output-too-large")
  }

  @Test func partsMayStandSixteenDeep() throws {
    let folder = Folder(["p16.src": "deep\n"])
    for level in 0..<16 {
      folder.write("p\(level).src", "<!-- include(p\(level + 1).src weave) -->\n")
    }
    try docbuild("weave", "p0.src", in: folder).expect(prints: "deep\n")
    folder.write("top.src", "<!-- include(p0.src weave) -->\n")
    try docbuild("weave", "top.src", in: folder).expect(fails: 1, "include-too-deep")
  }

  @Test func cyclesEnd() throws {
    let folder = Folder([
      "a.src": "<!-- include(b.src weave) -->\n", "b.src": "<!-- include(c.src weave) -->\n",
      "c.src": "<!-- include(a.src weave) -->\n",
    ])
    let outcome = try docbuild("weave", "a.src", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["include-cycle"])
    for name in ["a.src", "b.src", "c.src"] { #expect(outcome.messages.contains("'\(name)'")) }
  }

  @Test func longLineHasNoLimit() throws {
    let line = String(repeating: "x", count: 5_000_000)
    let folder = Folder(["a.txt": line + "\n", "x.src": "\(line)\n<!-- include(a.txt) -->\n"])
    try docbuild("weave", "x.src", in: folder).expect(prints: "\(line)\n\(line)\n")
  }
}
