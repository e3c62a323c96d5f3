import CCmark
import Foundation
import Testing

@testable import DocbuildCore

/// A long page with a short description.
private struct Text: Sendable, CustomTestStringConvertible {
  let page: String
  var testDescription: String { String(page.prefix(30)).debugDescription }
}

/// The scanner of inlines and the reader of blocks held against libcmark.
@Suite(.serialized) struct ChecksMarkdownTests {
  /// The destinations of links and images as libcmark finds them, autolinks left out; a child's before its parent's.
  static func links(byCmark page: String) -> [String] {
    guard let root = cmark_parse_document(page, page.utf8.count, CMARK_OPT_DEFAULT) else {
      return []
    }
    defer { cmark_node_free(root) }
    var found: [String] = []
    guard let walk = cmark_iter_new(root) else { return [] }
    defer { cmark_iter_free(walk) }
    while true {
      let event = cmark_iter_next(walk)
      if event == CMARK_EVENT_DONE { break }
      guard event == CMARK_EVENT_EXIT, let node = cmark_iter_get_node(walk) else { continue }
      let type = cmark_node_get_type(node)
      guard type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE, let url = cmark_node_get_url(node)
      else { continue }
      // An image's description is plain text.
      var outer = cmark_node_parent(node)
      while let at = outer, cmark_node_get_type(at) != CMARK_NODE_IMAGE {
        outer = cmark_node_parent(at)
      }
      if outer != nil { continue }
      if type == CMARK_NODE_LINK, let child = cmark_node_first_child(node),
        let literal = cmark_node_get_literal(child)
      {
        let text = String(cString: literal)
        if [text, "mailto:" + text].contains(String(cString: url)) || page.contains("<\(text)>") {
          continue
        }
      }
      found.append((type == CMARK_NODE_IMAGE ? "!" : "") + String(cString: url))
    }
    return found
  }

  /// The same as the scanner finds them; links of HTML left out, those by reference put back.
  static func links(byScanner page: String) -> [String] {
    var found: [String] = []
    var read = Page(bytes: Bytes(page.utf8))
    var reader = PageReader(Bytes(page.utf8))
    reader.trace = { isImage, destination in found.append((isImage ? "!" : "") + destination.text) }
    reader.read(into: &read)
    return found
  }

  static let examples: [(Int, String)] = {
    struct Example: Decodable {
      let markdown: String
      let example: Int
    }
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Data/commonmark-examples.json")
    guard let data = try? Data(contentsOf: file) else { return [] }
    return ((try? JSONDecoder().decode([Example].self, from: data)) ?? []).map {
      ($0.example, $0.markdown)
    }
  }()

  @Test func commonMarksExamples() {
    #expect(ChecksMarkdownTests.examples.count > 600)
    for (number, page) in ChecksMarkdownTests.examples where !page.contains("|") {
      let theirs = ChecksMarkdownTests.links(byCmark: page)
      let ours = ChecksMarkdownTests.links(byScanner: page)
      #expect(ours == theirs, "example \(number): \(page)")
    }
  }

  /// A generator of pages out of what Markdown is made of, the same on every run.
  struct Fragments {
    var state: UInt64
    static let pieces = [
      "[", "]", "(", ")", "![", "](", "][", "]: ", "<", ">", "`", "``", "```\n", "~~~\n", "\\",
      "\"", "'", "a", "b.md", "#x",
      " ", "  ", "\n", "\n\n", "> ", "- ", "1. ", "    ", "\t", "# ", "## ", "|", "| - |\n", "*",
      "_", "&amp;", "é", "“", "”",
      "<a href=\"", "\">", "<!--", "-->", "<div>\n", "</a>", "[^1]", "[a]: b\n", "[ ] ",
      "https://e.org", "\u{200B}",
      "\u{202E}", "\u{FE0F}", "\r\n", "---\n", "===\n", "{{", "%20", "\u{E0041}", "<img src=x>",
      "!", "$",
    ]

    mutating func next() -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state >> 33)
    }

    mutating func page() -> String {
      (0..<1 + next() % 40).map { _ in Fragments.pieces[next() % Fragments.pieces.count] }.joined()
    }
  }

  @Test func neverCrashes() {
    var fragments = Fragments(state: 0x9E37_79B9_7F4A_7C15)
    for _ in 0..<4000 {
      let page = fragments.page()
      let bytes = Bytes(page.utf8)
      let found = checkPage(bytes, name: "x.md", severities: Severities(), site: ExampleSite())
      for finding in found {
        #expect(finding.line >= 1 && finding.column >= 1 && finding.length >= 1)
        #expect(finding.offset <= bytes.count)
      }
      #expect(found.map(\.offset) == found.map(\.offset).sorted())
    }
    // Bytes that are no text do no harm either.
    for length in 0..<300 {
      let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: fragments.next()) }
      _ = checkPage(bytes, name: "x.md", severities: Severities(), site: ExampleSite())
    }
  }

  @Test func fragmentsAsLibcmark() {
    var fragments = Fragments(state: 42)
    for _ in 0..<4000 {
      let page = fragments.page()
      // Tables, footnotes, front matter and comments are read as GitHub does, not as libcmark.
      if ["|", "[^", "---", "<!--", "<a", "<img", "<div"].contains(where: page.contains) {
        continue
      }
      let theirs = ChecksMarkdownTests.links(byCmark: page)
      #expect(ChecksMarkdownTests.links(byScanner: page) == theirs, "\(page.debugDescription)")
    }
  }

  @Test func deepNestingIsRefused() {
    let page =
      String(repeating: "- ", count: 10_000) + "a\n" + String(repeating: "\n", count: 10_000)
    let found = checkPage(
      Bytes(page.utf8), name: "x.md", severities: Severities(), site: ExampleSite())
    #expect(found.map(\.id) == [.pageTooCostly])
  }

  // MARK: time

  @Test(
    arguments: [
      String(repeating: "[a](x.md) ", count: 100_000), String(repeating: "[", count: 1 << 20),
      String(repeating: "[]", count: 1 << 16), String(repeating: "![", count: 1 << 16),
      String(repeating: "![[a](b)", count: 1 << 14), String(repeating: "[a](", count: 1 << 15),
      String(repeating: "[a](b \"", count: 1 << 14), String(repeating: "[a](<b", count: 1 << 14),
      String(repeating: "<!--", count: 1 << 15), String(repeating: "<a b=\"", count: 1 << 14),
      String(repeating: "<?", count: 1 << 16), String(repeating: "<!A", count: 1 << 15),
      (1...400).map { String(repeating: "`", count: $0) }.joined(separator: " "),
      String(repeating: "[a][b]\n", count: 1 << 14), String(repeating: "[a]: b\n", count: 1 << 14),
      String(repeating: "# a\n", count: 1 << 15),
      String(repeating: "[a](#b)\n\n# B\n", count: 1 << 13),
      String(repeating: "| [a](b \\| | `\n", count: 1 << 13),
      "| a |\n| - |\n" + String(repeating: "| [a](b) |\n", count: 1 << 13),
      String(repeating: "&amp;", count: 1 << 14),
      String(repeating: "```\u{200B}\n", count: 1 << 13),
      "```\n" + String(repeating: "\u{200B}x\n", count: 1 << 14),
      String(repeating: "[a](x “b ", count: 1 << 13),
      String(repeating: "[a](b c", count: 1 << 14),
      "<div>\n" + String(repeating: "<a href='<!--", count: 1 << 13),
      String(repeating: "[a](b.md [", count: 1 << 13), String(repeating: "<a@b", count: 1 << 15),
      String(repeating: "[ab](é\\", count: 1 << 13),
      "`" + String(repeating: "a\n", count: 1 << 15) + "`",
      String(repeating: "`a\n` ", count: 1 << 14), String(repeating: "$a ", count: 1 << 15),
      "`" + String(repeating: "`é`\n", count: 1 << 13), String(repeating: "> ", count: 1 << 16),
    ].map { Text(page: $0) })
  fileprivate func takesLinearTime(_ text: Text) {
    let page = text.page
    let bytes = Bytes(page.utf8)
    let start = secondsOfThisThread()
    _ = checkPage(bytes, name: "x.md", severities: Severities(), site: ExampleSite())
    let time = secondsOfThisThread() - start
    // A debug build; what is quadratic takes minutes.
    #expect(time < 30, "\(page.prefix(20)): \(time) s")
  }

  /// The processor's time, so that waiting for a turn on a busy machine does not count.
  private func secondsOfThisThread() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
