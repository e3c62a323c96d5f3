import DocbuildCore
import DocbuildEngine
import Testing

/// Documents put together at random, always the same ones: nothing crashes, and what is woven is proven.
struct FuzzTests {
  /// SplitMix64 (Steele, Lea, Flood 2014).
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private static let sources: [String: String] = [
    "a.go":
      "package a\n\n// #region one\nfunc one() {\n\tprint(\"```\")\n}\n// #endregion one\n// ANCHOR: two\n~~~\n````\n// ANCHOR_END: two\n",
    "b.md": "# Head\n\n- item\n\n  ```sh\n  x\n  ```\n\n<!-- a comment -->\n> quote\n",
    "open.md": "```\nnever closed\n", "html.txt": "<div>\n<!--\n",
    "empty.txt": "", "bare.txt": "no line feed", "crlf.txt": "one\r\ntwo\r\n", "lone.txt": "a\rb\n",
    "space file.txt": "    indented\n\ttab\n\n",
    "rule.txt": "---\n", "p.src": "part\n<!-- include(a.go lines=1) -->\n",
    "q.src": "<!-- include(q.src weave) -->\n",
    "fenced.src": "```\n<!-- include(a.go) -->\n```\n", "bad.src": "x <!-- include(a.go) -->\n",
    "list.txt": "1. one\n2. two\n",
  ]

  private static let targets =
    sources.keys.sorted().map { $0.contains(" ") ? "\"\($0)\"" : $0 } + [
      "missing.txt", "../out.txt", ".", "\"\"",
    ]

  private static let options = [
    "lines=1", "lines=2..", "lines=-1..", "lines=1,3", "lines=9", "lines=0", "region=one",
    "region=two", "region=one,two", "region=no", "from=/a/", "to=/x/",
    "after=/1/", "before=/~/", "omit=/^$/", "omit=one", "elide", "elide=\"more\"", "fence",
    "fence=go", "info=\"go title=x\"", "indent=keep", "indent=4",
    "strip=marks", "strip=license", "weave", "doc", "unknown", "lines", "from=/(/", "from=/x",
    "info=\"`\"", "fence=\"a b\"",
  ]

  private static let prefixes = [
    "", "", "", "", "  ", "    ", "\t", "> ", "> > ", ">", "- ", "1. ", "   ", ">   ", "x ",
  ]

  private static let texts = [
    "", "", "", "text", "# Title", "===", "---", "```", "```", "```go", "````", "~~~", "~~~~ x",
    "> quote", "- item", "  - nested", "1. one", "<div>", "</div>", "<!--",
    "-->", "<!-- comment -->", "<pre>", "</pre>", "<![CDATA[", "]]>", "[a]: /b", "    code",
    "\tcode", "| a | b |", "\\", "<!-- \\include(a.go) -->", "<!-- \\\\embed(a.go) -->",
    "a\rb", "&amp;", "`code`", "<!--include(a.go)-->", "<!-- Include(a.go) -->",
    "<!-- include(a.go", "[embedmd]:# (a.go)", "[embedmd]:# (a.go go /func/ /}/)",
    "[embedmd]:# (a.go /no/)", "```sh\nold\n```", "~~~\nold\n~~~", "* * *", "***", "\u{FEFF}", "é",
    "<script>", "</script>", "<?php", "?>", "<!X>", "- ", ">",
  ]

  private func line(_ generator: inout Generator) -> String {
    func pick(_ list: [String]) -> String { list.randomElement(using: &generator) ?? "" }
    let prefix = pick(FuzzTests.prefixes)
    guard Int.random(in: 0..<5, using: &generator) < 2 else {
      return (Bool.random(using: &generator) ? prefix : "") + pick(FuzzTests.texts)
    }
    let name = Int.random(in: 0..<4, using: &generator) == 0 ? "embed" : "include"
    var words = [pick(FuzzTests.targets)]
    for _ in 0..<Int.random(in: 0..<3, using: &generator) { words.append(pick(FuzzTests.options)) }
    return
      "\(prefix)<!-- \(name)(\(words.joined(separator: " "))) -->\(Int.random(in: 0..<12, using: &generator) == 0 ? " x" : "")"
  }

  private func document(_ seed: Int) -> String {
    var generator = Generator(state: UInt64(seed))
    let count = Int.random(in: 1..<14, using: &generator)
    let ending = Int.random(in: 0..<10, using: &generator) == 0 ? "\r\n" : "\n"
    let lines = (0..<count).map { _ in line(&generator) }
    return lines.joined(separator: ending)
      + (Int.random(in: 0..<8, using: &generator) == 0 ? "" : ending)
  }

  private struct Bench {
    let folder = Folder(FuzzTests.sources)
    let project: Project

    init() throws {
      var options = Project.Options()
      options.root = Array(folder.path.utf8)
      project = try Project(base: Array(folder.path.utf8), options: options, environment: .process)
    }

    func weave(_ name: String, _ bytes: Bytes, threads: Int = 2) throws -> Woven {
      folder.write(name, bytes: bytes)
      let input = try Input.file(
        Array(folder.at(name).utf8), base: nil, limit: 1 << 20, environment: .process)
      return Pass(project, prover: Prover(threads: threads)).weave(input)
    }
  }

  @Test(.timeLimit(.minutes(15)))
  func templatesAreWovenAndProvenOrRefused() throws {
    let bench = try Bench()
    var woven = 0
    for seed in 0..<2000 {
      let text = document(seed)
      let found = try bench.weave("x.src", Array(text.utf8))
      guard let document = found.document else {
        #expect(!found.diagnostics.isEmpty, "seed \(seed): nothing woven and nothing said\n\(text)")
        continue
      }
      woven += 1
      #expect(found.diagnostics.isEmpty, "seed \(seed)\n\(text)")
      #expect(
        Prover(threads: 1).proof(of: document, until: Interrupt()).diagnostics.isEmpty,
        "seed \(seed)\n\(text)")
      let bytes = document.bytes
      #expect(bytes.isEmpty || bytes.last == 0x0A, "seed \(seed): no line feed at the end\n\(text)")
      #expect(bytes.count == document.byteCount, "seed \(seed)\n\(text)")
      let again = try bench.weave("x.src", Array(text.utf8), threads: 1)
      let isSame = again.document?.bytes == bytes
      #expect(isSame, "seed \(seed): another text the second time\n\(text)")
      for number in 1..<(document.lineCount + 1) where document.lineCount > 0 {
        let origins = document.origins(ofLine: number)
        #expect(
          origins.first?.name.hasSuffix("x.src") == true,
          "seed \(seed): line \(number) comes from nowhere\n\(text)")
      }
      #expect(document.origins(ofLine: document.lineCount + 1).isEmpty, "seed \(seed)\n\(text)")
    }
    // Else the fragments are too wild to tell anything.
    #expect(woven > 200, "\(woven)")
  }

  @Test(.timeLimit(.minutes(15)))
  func inPlaceDocumentsStayAsTheyAre() throws {
    let bench = try Bench()
    var changed = 0
    for seed in 10_000..<12_000 {
      let text = document(seed)
      let found = try bench.weave("x.md", Array(text.utf8))
      guard let document = found.document else {
        #expect(!found.diagnostics.isEmpty, "seed \(seed)\n\(text)")
        continue
      }
      let bytes = document.bytes
      if bytes != Array(text.utf8) { changed += 1 }
      let again = try bench.weave("x.md", bytes)
      let isSame = again.document?.bytes == bytes
      #expect(
        isSame,
        "seed \(seed): running twice changes something\n\(text.debugDescription)\n\(bytes.text.debugDescription)\n\(again.document?.bytes.text.debugDescription ?? again.diagnostics.map(\.message).joined(separator: "; "))"
      )
    }
    #expect(changed > 50, "\(changed)")
  }

  /// A document without directives passes through, whatever it holds.
  @Test func documentsWithoutDirectivesPassThrough() throws {
    let bench = try Bench()
    for seed in 20_000..<20_500 {
      var generator = Generator(state: UInt64(seed))
      let text =
        (0..<12).map { _ in
          (FuzzTests.prefixes.randomElement(using: &generator) ?? "")
            + (FuzzTests.texts.randomElement(using: &generator) ?? "")
        }
        .filter { !$0.lowercased().contains("include") && !$0.contains("embed") }.joined(
          separator: "\n") + "\n"
      let template = text.hasPrefix("\u{FEFF}") ? "." + text : text
      let found = try bench.weave("x.src", Array(template.utf8))
      let isSame = found.document?.bytes == Array(template.utf8)
      #expect(isSame, "seed \(seed)\n\(template.debugDescription)")
    }
  }
}
