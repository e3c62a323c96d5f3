import CCmark
import DocbuildEngine
import Foundation
import Testing

@testable import DocbuildCore

/// Properties over the examples of CommonMark's own specification, and over documents made at random from fragments
/// of Markdown.
@Suite struct CommonMarkTests {
  struct Example: Decodable, Sendable, CustomTestStringConvertible {
    let example: Int
    let section: String
    let markdown: String
    var testDescription: String { "\(example) (\(section))" }
  }

  static let examples: [Example] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Data/commonmark-examples.json")
    guard let data = FileManager.default.contents(atPath: file.path) else { return [] }
    return (try? JSONDecoder().decode([Example].self, from: data)) ?? []
  }()

  @Test func allExamplesAreThere() { #expect(Self.examples.count == 652) }

  /// A document without directives passes through, but for the line feed at its end.
  @Test func textWithoutDirectivesPassesThrough() async throws {
    let folder = try TemporaryFolder()
    for example in Self.examples {
      let text = Bytes(example.markdown.utf8)
      let outcome = try await Outcome.weave(text, named: "t.src", in: folder.url)
      #expect(
        outcome.output == (text.isEmpty || text.last == .lineFeed ? text : text + [.lineFeed]),
        "\(example.testDescription)")
      let inPlace = try await Outcome.weave(text, named: "t.md", isInPlace: true, in: folder.url)
      #expect(inPlace.output == text, "\(example.testDescription)")
    }
  }

  /// With a fenced directive behind it, a document is woven, and libcmark sees the excerpt where it saw the directive,
  /// or the page is said to be broken.
  @Test func aFenceBehindAnyTextIsProvenOrRefused() async throws {
    let folder = try TemporaryFolder()
    try folder.write("x.md", "a\n```\n~~~\n\tb\n")
    for fence in ["```", "~~~~"] {
      for example in Self.examples {
        let text = Bytes(
          "\(example.markdown)\n\n\(fence)\n<!-- include(x.md) -->\n\(fence)\n\nend\n".utf8)
        let outcome = try await Outcome.weave(text, named: "t.src", in: folder.url)
        if let output = outcome.output {
          // The block that the directive stands in as libcmark sees the template, if it sees one.
          let directive = "<!-- include(x.md) -->\n"
          guard let block = fencedBlocks(of: text).first(where: { $0.literal.contains(directive) })
          else { continue }
          let wanted = block.literal.replacingOccurrences(of: directive, with: "a\n```\n~~~\n\tb\n")
          let found = fencedBlocks(of: output).contains {
            $0.line == block.line && $0.literal == wanted
          }
          #expect(
            found,
            "\(example.testDescription), \(fence): it is woven, but the page has no such block")
        } else {
          #expect(
            outcome.problems.allSatisfy { $0.id == .pageBroken },
            "\(example.testDescription): \(outcome.diagnostics)")
          #expect(!outcome.problems.isEmpty, "\(example.testDescription)")
        }
      }
    }
  }

  /// What the scanner takes for fenced code is what libcmark takes for it.
  @Test func theScannerAgreesOnTheExamples() {
    for example in Self.examples {
      let text = Bytes(example.markdown.utf8)
      if text.contains(.carriageReturn) { continue }
      let difference = scannerDifference(text)
      #expect(
        difference == nil, "\(example.testDescription): \(difference ?? "")\n\(example.markdown)")
    }
  }

  @Test func theScannerAgreesOnRandomDocuments() {
    var random = Xorshift(seed: 0x2545_F491_4F6C_DD1D)
    var disagreements = 0
    for number in 0..<12000 {
      let text = randomDocument(&random)
      guard let difference = scannerDifference(Bytes(text.utf8)) else { continue }
      disagreements += 1
      if disagreements <= 5 {
        Issue.record("document \(number): \(difference)\n\(shrunk(text))")
      }
    }
    #expect(disagreements == 0)
  }

  /// The same in the middle of random documents, in random containers: libcmark must see the fenced blocks of the
  /// template, each directive in them replaced, and no others.
  @Test func fencesAmongRandomTextKeepTheirPlace() async throws {
    let folder = try TemporaryFolder()
    let excerpt = ["a", "```", "\t~~~~", " > x", "", "  ```` ", "<!--", "\t\tb"]
    try folder.write("x.md", excerpt.map { $0 + "\n" }.joined())
    let directive = "<!-- include(x.md) -->"
    var random = Xorshift(seed: 0x9E37_79B9_7F4A_7C15)
    var woven = 0
    var faults = 0
    for number in 0..<1500 where faults < 4 {
      let prefix = Self.prefixes[Int(random.next() % UInt64(Self.prefixes.count))]
      let rest = String(prefix.map { "-*+1.".contains($0) ? " " : $0 })
      let fence = random.next() % 2 == 0 ? "```" : "~~~"
      let before = randomDocument(&random) + (random.next() % 2 == 0 ? "\n" : "")
      let after = randomDocument(&random)
      let text = "\(before)\(prefix)\(fence)\n\(rest)\(directive)\n\(rest)\(fence)\n\(after)"
      let blocks = fencedBlocks(of: Bytes(text.utf8)).map(\.literal)
      // Elsewhere an include may yield any blocks.
      guard blocks.contains(where: { $0.contains(directive) }) else { continue }
      let wanted = blocks.map { literal in
        Bytes(literal.utf8).splitLines().map(\.text).map { line in
          guard line.hasSuffix(directive) else { return line + "\n" }
          let left = String(line.dropLast(directive.count))
          return excerpt.map { prefixed($0, by: left) }.joined()
        }.joined()
      }
      let outcome = try await Outcome.weave(Bytes(text.utf8), named: "t.src", in: folder.url)
      if let output = outcome.output {
        woven += 1
        if fencedBlocks(of: output).map(\.literal) == wanted { continue }
        Issue.record("document \(number):\n\(text)\nwoven:\n\(output.text)")
      } else {
        #expect(outcome.problems.allSatisfy { $0.id == .pageBroken }, "\(outcome.diagnostics)")
        // It is refused for a reason when even a fence that nothing closes gives another page.
        let long = String(repeating: String(fence.prefix(1)), count: 9)
        let body = excerpt.map { prefixed($0, by: rest) }.joined()
        let page = "\(before)\(prefix)\(long)\n\(body)\(rest)\(long)\n\(after)"
        if fencedBlocks(of: Bytes(page.utf8)).map(\.literal) != wanted { continue }
        Issue.record("document \(number) is refused:\n\(outcome.diagnostics)\n\(text)")
      }
      faults += 1
    }
    #expect(woven > 500)
  }

  /// An include outside a fence of any text at all: what comes before it and after it stays what it is, or the page is
  /// refused; and it is refused only then.
  @Test func openIncludesOfRandomTextLeaveTheRestAlone() async throws {
    let folder = try TemporaryFolder()
    let head = "# Head\n\nBefore *it*.\n\n"
    let tail =
      "After `it`.\n\n```\ncode\n```\n\n    indented\n\n> quote\n\n- item\n\n<div>html</div>\n\n## End\n"
    let headHTML = html(head)
    let tailHTML = html(tail)
    var random = Xorshift(seed: 0xD1B5_4A32_D192_ED03)
    var refused = 0
    var faults = 0
    for number in 0..<1500 where faults < 4 {
      let source = randomDocument(&random)
      try folder.write("x.md", source)
      let template = Bytes("\(head)<!-- include(x.md) -->\n\n\(tail)".utf8)
      let outcome = try await Outcome.weave(template, named: "t.src", in: folder.url)
      let page = "\(head)\(source)\n\(tail)"
      let pageHTML = html(page)
      let isSound = pageHTML.hasPrefix(headHTML) && pageHTML.hasSuffix(tailHTML)
      // HTML that is left open breaks a page in a browser, though not libcmark's tree: see ProofRefusalTests.
      let isRight =
        outcome.output == (isSound ? Bytes(page.utf8) : nil)
        || isSound && outcome.output == nil && source.contains("<")
      #expect(
        isRight,
        "document \(number), \(isSound ? "sound" : "broken"): \(source.debugDescription)\n\(outcome.diagnostics)"
      )
      faults += isRight ? 0 : 1
      refused += isSound ? 0 : 1
    }
    #expect(refused > 50)
  }

  /// A line behind what stands before its directive, which keeps no trailing blanks where the line is empty.
  private func prefixed(_ line: String, by left: String) -> String {
    let whole = left + line
    return (line.isEmpty ? String(whole.reversed().drop { " \t".contains($0) }.reversed()) : whole)
      + "\n"
  }

  // MARK: libcmark's view

  private func html(_ text: String) -> String {
    let bytes = Bytes(text.utf8)
    let made = bytes.withUnsafeBytes {
      cmark_markdown_to_html($0.bindMemory(to: CChar.self).baseAddress, $0.count, CMARK_OPT_UNSAFE)
    }
    guard let made else { return "" }
    defer { free(made) }
    return String(cString: made)
  }

  struct FencedBlock {
    let line: Int
    let literal: String
    var contentLines: Int { literal.utf8.count { $0 == UInt8(ascii: "\n") } }
  }

  private func fencedBlocks(of text: Bytes) -> [FencedBlock] {
    let root = text.withUnsafeBytes {
      cmark_parse_document(
        $0.bindMemory(to: CChar.self).baseAddress ?? UnsafePointer(bitPattern: 1), $0.count,
        CMARK_OPT_DEFAULT)
    }
    guard let root else { return [] }
    defer { cmark_node_free(root) }
    var found: [FencedBlock] = []
    let lines = text.splitLines()
    let walk = cmark_iter_new(root)
    defer { cmark_iter_free(walk) }
    while cmark_iter_next(walk) != CMARK_EVENT_DONE {
      guard let node = cmark_iter_get_node(walk), cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK
      else { continue }
      let line = Int(cmark_node_get_start_line(node))
      let literal = cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
      // libcmark does not tell fenced from indented code: a fence begins with its run, and that line is not its text.
      let opening = Bytes(lines[line - 1].dropFirst(Int(cmark_node_get_start_column(node)) - 1))
      guard opening.starts(with: "```".utf8) || opening.starts(with: "~~~".utf8) else { continue }
      let hasInfo = cmark_node_get_fence_info(node).map { String(cString: $0) != "" } ?? false
      if !hasInfo, Bytes(literal.utf8).splitLines().first == opening { continue }
      found.append(FencedBlock(line: line, literal: literal))
    }
    return found
  }

  /// The opening lines and the content lines of fenced blocks, where scanner and libcmark differ; nil if nowhere.
  private func scannerDifference(_ text: Bytes) -> String? {
    var scanner = BlockScanner(text)
    var opens: Set<Int> = []
    var contents: Set<Int> = []
    var at = 0
    var line = 0
    while at < text.count {
      line += 1
      let end = text.firstOffset(of: .lineFeed, in: at..<text.count) ?? text.count
      switch scanner.take(at..<end) {
      case .fenceOpen: opens.insert(line)
      case .fenceContent: contents.insert(line)
      default: break
      }
      at = end + 1
    }
    let blocks = fencedBlocks(of: text)
    let cmarkOpens = Set(blocks.map(\.line))
    let cmarkContents = Set(blocks.flatMap { $0.line + 1..<$0.line + 1 + $0.contentLines })
    if opens != cmarkOpens {
      return "fences open at lines \(opens.sorted()), for libcmark at \(cmarkOpens.sorted())"
    }
    if contents != cmarkContents {
      return "code at lines \(contents.sorted()), for libcmark at \(cmarkContents.sorted())"
    }
    return nil
  }

  // MARK: random documents

  private static let fragments = [
    "text", "more text", "", "", "", "- item", "* item", "+ ", "-", "1. one", "2) two", "10. ten",
    "> quote", ">quote", ">", "> ", "```",
    "```", "~~~", "````", "``` go", "~~~~ x", "``` a`b", "    indented", "\tindented", "# heading",
    "#", "###### h", "#not", "===", "---", "***", "- - -", "_ _ _",
    "<!-- comment -->", "<!-- open", "-->", "<div>", "</div>", "<pre>", "</pre>", "<?php", "?>",
    "<script>", "</script>", "<a href='x'>", "<b>text", "[x]: y", "[x]:", "*a*",
    "`code`", "`` ` ``", "\\```", "1234567890. no", "-text", "1.text", "  ", "   - three", "<!X>",
    "<![CDATA[", "]]>", "<style>", "<hr/>", "== =", "-- -",
  ]
  private static let prefixes = [
    "", "", "", "", " ", "  ", "   ", "    ", "\t", " \t", "> ", ">", "> > ", ">\t", "- ", "  - ",
    "-\t", "1. ", "   ", "     ", "> - ", "- > ", ">   ", "- - ", "* \t", "      ",
  ]

  private func randomDocument(_ random: inout Xorshift) -> String {
    var text = ""
    for _ in 0..<Int(random.next() % 14 + 2) {
      let count = random.next() % 4 == 0 ? 2 : 1
      for _ in 0..<count { text += Self.prefixes[Int(random.next() % UInt64(Self.prefixes.count))] }
      text += Self.fragments[Int(random.next() % UInt64(Self.fragments.count))]
      if random.next() % 12 == 0 { text += "  " }
      text += "\n"
    }
    return text
  }

  /// The same disagreement in as few lines as leaving out one after the other gives.
  private func shrunk(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(
      String.init)
    var goesOn = true
    while goesOn {
      goesOn = false
      for index in lines.indices.reversed() {
        var fewer = lines
        fewer.remove(at: index)
        if scannerDifference(Bytes(fewer.map { $0 + "\n" }.joined().utf8)) != nil {
          lines = fewer
          goesOn = true
        }
      }
    }
    let made = lines.map { $0 + "\n" }.joined()
    return made.debugDescription + " " + (scannerDifference(Bytes(made.utf8)) ?? "")
  }
}

/// Marsaglia's xorshift64: the same numbers on every machine.
struct Xorshift {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
