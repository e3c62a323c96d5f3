import CCmark
import Foundation
import Testing

@testable import DocbuildCore

/// Footnotes of GitHub's, which libcmark has not, held against GitHub's own libcmark.
struct FootnoteTests {
  /// A code block: its first line, from 1, and its text.
  struct Block: Equatable, CustomStringConvertible {
    let line: Int
    let literal: String
    var isFenced: Bool?
    static func == (one: Block, other: Block) -> Bool {
      one.line == other.line && one.literal == other.literal
    }
    var description: String { "\(line): \(literal.debugDescription)" }
  }

  // MARK: GitHub's view

  /// cmark-gfm, which is not linked: its symbols are libcmark's.
  private struct GitHub: @unchecked Sendable {
    typealias Node = OpaquePointer
    let parse: @convention(c) (UnsafePointer<CChar>?, Int, Int32) -> Node?
    let first: @convention(c) (Node?) -> Node?
    let next: @convention(c) (Node?) -> Node?
    let free: @convention(c) (Node?) -> Void
    let kind: @convention(c) (Node?) -> UnsafePointer<CChar>?
    let line: @convention(c) (Node?) -> Int32
    let literal: @convention(c) (Node?) -> UnsafePointer<CChar>?
    let fenced:
      @convention(c) (
        Node?, UnsafeMutablePointer<Int32>?, UnsafeMutablePointer<Int32>?,
        UnsafeMutablePointer<CChar>?
      ) -> Int32

    /// Nil where it is not installed.
    init?() {
      // RTLD_DEEPBIND: its own functions before those of the same name in this program.
      guard let library = dlopen("libcmark-gfm.so", RTLD_NOW | RTLD_LOCAL | 0x8) else { return nil }
      func symbol<F>(_ name: String) -> F { unsafeBitCast(dlsym(library, name), to: F.self) }
      parse = symbol("cmark_parse_document")
      first = symbol("cmark_node_first_child")
      next = symbol("cmark_node_next")
      free = symbol("cmark_node_free")
      kind = symbol("cmark_node_get_type_string")
      line = symbol("cmark_node_get_start_line")
      literal = symbol("cmark_node_get_literal")
      fenced = symbol("cmark_node_get_fenced")
    }

    private func isFenced(_ node: Node) -> Bool {
      var (length, offset, character): (Int32, Int32, CChar) = (0, 0, 0)
      return fenced(node, &length, &offset, &character) != 0
    }

    /// The code blocks of a page, in the order of their lines.
    func blocks(of text: String) -> [Block] {
      let footnotes: Int32 = 1 << 13
      guard let root = parse(text, text.utf8.count, footnotes) else { return [] }
      defer { free(root) }
      var found: [Block] = []
      func walk(_ node: Node) {
        if kind(node).map({ String(cString: $0) }) == "code_block" {
          found.append(
            Block(
              line: Int(line(node)), literal: literal(node).map { String(cString: $0) } ?? "",
              isFenced: isFenced(node)))
        }
        var child = first(node)
        while let current = child {
          walk(current)
          child = next(current)
        }
      }
      walk(root)
      return found.sorted { $0.line < $1.line }
    }
  }

  private static let gitHub = GitHub()
  static var hasGitHub: Bool { gitHub != nil }

  // MARK: docbuild's view

  /// The code blocks of a page as libcmark finds them in its view.
  private func blocks(of text: String) -> [Block] {
    let view = FootnoteView.of(Bytes(text.utf8))
    return MarkdownTree.withDocument(of: { view.withUnsafeBytes($0) }, codeOnly: true) { tree in
      tree.leaves.map { leaf in
        Block(line: leaf.firstLine, literal: String(decoding: leaf.literal, as: UTF8.self))
      }
    } ?? []
  }

  /// The lines that the scanner takes for the text of fenced code.
  private func contents(of text: String) -> [Int] {
    let bytes = Bytes(text.utf8)
    var scanner = BlockScanner(bytes)
    var (at, line, found) = (0, 0, [Int]())
    while at < bytes.count {
      line += 1
      let end = bytes.firstOffset(of: .lineFeed, in: at..<bytes.count) ?? bytes.count
      if scanner.take(at..<end) == .fenceContent { found.append(line) }
      at = end + 1
    }
    return found
  }

  // MARK: tests

  private static let fragments = [
    "text", "more", "", "", "", "```", "```", "~~~", "```` go", "- item", "1. one", "> quote",
    "# head", "---", "===",
    "    code", "[^%]: note", "[^%]:", "[^%]: ```", "[^%]:    wide", "[^%]: - item",
    "[^%]: > quote", "[^%]: [^%]: both",
    "[^ %]: no no", "[^%] : no", "[^]: no no", "[^%]:tight", "[^%]: # head", "[^%]: ---",
  ]
  private static let prefixes = [
    "", "", "", "    ", "    ", "    ", "    ", "\t", "  ", "   ", "        ", "      ", "> ", ">",
    ">     ", "- ", "-   ", "1. ", "  \t",
  ]

  private func document(_ random: inout Xorshift) -> String {
    var text = ""
    var number = 0
    for _ in 0..<Int(random.next() % 12 + 3) {
      let count = random.next() % 5 == 0 ? 2 : 1
      for _ in 0..<count { text += Self.prefixes[Int(random.next() % UInt64(Self.prefixes.count))] }
      var fragment = Self.fragments[Int(random.next() % UInt64(Self.fragments.count))]
      while let sign = fragment.firstIndex(of: "%") {
        number += 1
        fragment.replaceSubrange(sign...sign, with: "\(number)")
      }
      text += fragment + "\n"
    }
    // What nothing refers to is not shown.
    return (0...number).map { "[^\($0)]" }.joined(separator: " ") + "\n\n" + text
  }

  @Test(.enabled(if: hasGitHub, "libcmark-gfm.so is not there")) func random() throws {
    let gitHub = try #require(Self.gitHub)
    var random = Xorshift(seed: 0x1F83_D9AB_FB41_BD6B)
    var (faults, count) = (0, 0)
    for number in 0..<20_000 where faults < 5 {
      let text = document(&random)
      let wanted = gitHub.blocks(of: text)
      count += wanted.count
      let found = blocks(of: text)
      let lines = wanted.filter { $0.isFenced ?? false }.flatMap { block in
        (0..<block.literal.utf8.count { $0 == UInt8(ascii: "\n") }).map { block.line + 1 + $0 }
      }
      let scanned = contents(of: text)
      if found == wanted, scanned == lines { continue }
      faults += 1
      Issue.record(
        "document \(number):\n\(text.debugDescription)\n\(text)\nGitHub: \(wanted) \(lines)\nview: \(found)\nscanner: \(scanned)\n\(FootnoteView.of(Bytes(text.utf8)).text)"
      )
    }
    #expect(count > 5_000)
  }

  // MARK: pages

  /// Links, headings and fences of a footnote are those of the page, each at its place.
  @Test func pagesAreReadWithTheirFootnotes() {
    let text = """
      T[^1] [^2] [^3] [^4].

      [^1]: N [a](one.md).

          > [b](two.md)

          ## Here

          see [c](#here)
      [^2]: - x
            - [d](three.md)

      [^3]: ```console
          $ echo a
          ```

      [^4]: ## There

      [e](#there) [f](four.md)

      """
    let bytes = Bytes(text.utf8)
    let page = Page(bytes)
    #expect(
      page.links.map(\.destination.text) == [
        "one.md", "two.md", "#here", "three.md", "#there", "four.md",
      ])
    for link in page.links {
      #expect(bytes[link.raw].elementsEqual(link.destination), "\(link.destination.text)")
    }
    #expect(page.headings.map(\.title.text) == ["Here", "There"])
    #expect(page.footnotes.filter(\.isDefinition).map(\.name.text) == ["1", "2", "3", "4"])
    let fences = pageFences(bytes).fences
    #expect(fences.map(\.openLine) == [13])
    #expect(fences.first?.lines == [Bytes("$ echo a".utf8)])
  }
}
