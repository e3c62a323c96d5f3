import CCmark
import Foundation
import Testing

@testable import DocbuildCore
@testable import DocbuildEngine

/// The site that the checks' examples are in: files by path below the page's folder.
struct ExampleSite: PageSite {
  var files: [String: String] = [
    "guide.md": "# Setup\n\n## Use\n", "main.go": "package main\n\nfunc main() {}\n",
    "img/logo.png": "",
    "docs/README.md": "# Docs\n", "ignored.md": "", "ignored.png": "",
  ]

  func destination(of bytes: Bytes, isImage: Bool) -> PageDestination {
    if bytes.text.hasPrefix("ignored") { return .ignored }
    if bytes.text == "unwritten.md" { return .toBeMade }
    switch kind(of: bytes) {
    case .file: return .file(bytes)
    case .folder: return .folder(bytes)
    case .outside: return .outside
    case .missing: break
    }
    let page = bytes.text.replacingOccurrences(of: ".html", with: ".md")
    return files[page] == nil ? .missing : .onSite(Bytes(page.utf8))
  }

  private func path(_ bytes: Bytes) -> String? {
    var parts: [Substring] = []
    for part in bytes.text.split(separator: "/") where part != "." {
      if part == ".." {
        if parts.isEmpty { return nil }
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }

  func kind(of bytes: Bytes) -> PageTargetKind {
    guard let path = path(bytes) else { return .outside }
    if files[path] != nil { return .file }
    return path.isEmpty || files.keys.contains { $0.hasPrefix(path + "/") } ? .folder : .missing
  }

  func anchors(in bytes: Bytes) -> PageAnchors? {
    guard let path = path(bytes), path.hasSuffix(".md"), let text = files[path] else { return nil }
    return PageAnchors(ofPage: Bytes(text.utf8))
  }

  func lineCount(of bytes: Bytes) -> Int? {
    path(bytes).flatMap { files[$0] }.map {
      $0.split(separator: "\n", omittingEmptySubsequences: false).count - 1
    }
  }

  func names(in bytes: Bytes) -> [String] {
    guard let path = path(bytes) else { return [] }
    let start = path.isEmpty ? "" : path + "/"
    return files.keys.filter { $0.hasPrefix(start) }.compactMap {
      $0.dropFirst(start.count).split(separator: "/").first.map(String.init)
    }
  }
}

private func findings(_ page: String, _ severities: [DiagnosticID: Severities.Level] = [:])
  -> [PageFinding]
{
  checkPage(
    Bytes(page.utf8), name: "page.md", severities: Severities(severities), site: ExampleSite())
}

/// `line:column text` of each finding, the text being what the page has at its place.
private func places(_ page: String, only id: DiagnosticID? = nil) -> [String] {
  let lines = Bytes(page.utf8).split(
    separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  return findings(page).filter { id == nil || $0.id == id }.map {
    let line = Bytes(lines[$0.line - 1])
    let start = $0.column - 1
    #expect(start + $0.length <= max(line.count, 1), "\($0)")
    #expect(
      Bytes(page.utf8)[$0.offset...].starts(with: line[min(start, line.count)...].prefix($0.length))
    )
    return "\($0.line):\($0.column) \(line[start..<min(line.count, start + $0.length)].text)"
  }
}

@Suite struct ChecksTests {
  // MARK: the table

  @Test func idsAreUniqueAndNamed() {
    let ids = PageCheck.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    for check in PageCheck.all {
      #expect(!check.name.isEmpty && !check.summary.isEmpty && !check.summary.hasSuffix("."))
      #expect(check.id.rawValue.allSatisfy { $0.isLowercase || $0 == "-" })
      #expect(check.defaultSeverity != .off)
      #expect(check.examples.contains { $0.finds.contains(check.id) }, "\(check.id)")
    }
  }

  @Test(
    arguments: PageCheck.all.flatMap { check in check.examples.map { (check.id, $0.page, $0.finds) }
    })
  func examplesHold(_ id: DiagnosticID, _ page: String, _ finds: [DiagnosticID]) {
    #expect(findings(page).map(\.id) == finds, "\(page)")
  }

  @Test func severitiesAreObeyed() {
    let page = "[a](none.md) ![](img/logo.png)\n"
    #expect(findings(page).map(\.severity) == [.error, .warning])
    #expect(
      findings(page, [.brokenLink: .off, .imageWithoutText: .error]).map(\.severity) == [
        .error
      ])
  }

  // MARK: positions

  @Test(arguments: [
    ("[a](x.md) [a](x.md)\n", ["1:5 x.md", "1:15 x.md"]),
    ("`[a](x.md)` [a](x.md)\n", ["1:17 x.md"]),
    ("x.md [a](<x.md> 'x.md')\n", ["1:11 x.md"]),
    ("- a\n- b [c](x.md)\n\n  [d](x.md)\n", ["2:9 x.md", "4:7 x.md"]),
    ("> a\n> b [c](x.md)\nlazy [d](y.md)\n", ["2:9 x.md", "3:10 y.md"]),
    ("> - > a [c](x.md)\n>   > b [d](y.md)\n", ["1:13 x.md", "2:13 y.md"]),
    (
      "| a |\n| - |\n| [c](x.md) |\n| [d](y.md) \\| [e](z.md) |\n",
      ["3:7 x.md", "4:7 y.md", "4:20 z.md"]
    ),
    ("| `a | [b](x.md) ` |\n| - | - |\n", ["1:12 x.md"]),
    ("[a\nb](x.md\n'title') [c](y.md)\n", ["2:4 x.md", "3:14 y.md"]),
    ("é [ü](x.md)\n", ["1:9 x.md"]),
    ("\u{FEFF}[a](x.md)\n", ["1:8 x.md"]),
    ("a\r\n[a](x.md)\r\n", ["2:5 x.md"]),
    ("\\[a](x.md) \\\\[b](y.md)\n", ["1:18 y.md"]),
    ("[a](x\\_y.md) [b](x&amp;y.md)\n", ["1:5 x\\_y.md", "1:18 x&amp;y.md"]),
    ("[a][b] [b] [b][]\n\n[b]:\n  x.md\n", ["4:3 x.md"]),
    ("> [b]: x.md\n> 't'\n\n[b]\n", ["1:8 x.md"]),
    ("[b]: x.md\n[c]: y.md\ntext [c] and [b]\n", ["1:6 x.md", "2:6 y.md"]),
    ("A\n===\n[b]: x.md\n[b]\n", ["3:6 x.md"]),
    ("<!-- x\n-->\n[b]: x.md\n\n[b]\n", ["3:6 x.md"]),
    ("# [a](x.md)\n\n[b](y.md)\n===\n", ["1:7 x.md", "3:5 y.md"]),
    ("<p>\n<a href=\"x.md\">y</a>\n</p>\n", ["2:10 x.md"]),
    ("a <a\n  href='x.md'>y</a>\n", ["2:9 x.md"]),
    ("[a](x.md#b?c) [d](y.md?e#f)\n", ["1:5 x.md", "1:19 y.md"]),
    ("[![a](x.png)](y.md)\n", ["1:7 x.png", "1:15 y.md"]),
    ("<!-- [a](x.md) --> [b](y.md)\n", []),
    ("a <!-- [a](x.md) --> [b](y.md)\n", ["1:26 y.md"]),
    ("---\ntitle: x\n---\n[a](x.md)\n", ["4:5 x.md"]),
    ("[^1]: [a](x.md)\n\n[^2]: word\n\n[^1] [^2]\n", ["1:11 x.md"]),
    ("\t- a\n\n1.  a\n\n    [a](x.md)\n", ["5:9 x.md"]),
    ("[x [a](b.md) y](c.md)\n", ["1:8 b.md"]),
    ("<https://e.org/[a](x.md)> <x@y.z> www.[a](z.md)\n", ["1:43 z.md"]),
  ])
  func linksArePlaced(_ page: String, _ expected: [String]) { #expect(places(page) == expected) }

  @Test(arguments: [
    ("a [b](c.md “d”) e\n", ["1:3 [b](c.md “d”)"]),
    ("x\ny [b] (guide.md)\n", ["2:3 [b] (guide.md)"]),
    ("> q\n> [it][undefined] r\n", ["2:3 [it][undefined]"]),
    ("1\n\n~~~ x\n2\n", ["3:1 ~~~ x"]),
    ("> ```\n> a\n\nb\n", ["1:3 ```"]),
    ("```\na\u{200B}b\n  \u{2066}\n```\n", ["2:2 \u{200B}", "3:3 \u{2066}"]),
    ("a `b\n> c\u{AD}` d\n", []),
    ("> a `b\n> c\u{AD}` d\n", ["2:4 \u{AD}"]),
    ("    a\u{FEFF}\n", ["1:6 \u{FEFF}"]),
    ("# a\n\n#### b #\n", ["3:1 #### b #"]),
  ])
  func otherFindingsArePlaced(_ page: String, _ expected: [String]) {
    #expect(places(page) == expected)
  }

  // MARK: what raises no alarm

  @Test(arguments: [
    "- [ ] a\n- [x] b\n- [X] (c.md)\n",
    "> [!NOTE]\n> a\n",
    "A claim[^1], [1], [2][3], [WIP] x, arr[0][1], m[i](j k), Map[K][V].\n\n[^1]: https://e.org\n",
    "~~[a](guide.md)~~ https://e.org/[x](guide.md) www.e.org\n",
    "| a | b |\n| --- | --- |\n| `[a](x.md)` | [b](guide.md) |\n",
    "[a]({{ site.url }}/x.md) [b]({% link x.md %}) [c](${x}/y.md)\n",
    "[a](#) [b](#top) [c](?x=1) [d](guide.md#) [e](.) [f](..) [g](./)\n".replacingOccurrences(
      of: " [f](..)", with: ""),
    "usage: cmd [OPTION][FILE] [-a] (see below) [note] (this is one) [foo](bar baz)\n",
    "`[a] (guide.md)` ``[a][undefined label]``\n",
    "$x[i](t)$ and a[b](c d)\n",
    "[//]: # (comment)\n[//]: # (again)\n",
    "<details>\n<summary>a</summary>\n\n[a](guide.md#setup)\n\n</details>\n",
    "<h2 id=\"own\">Some &amp; <i>Thing</i></h2>\n\n[a](#own) [b](#some--thing)\n",
    "[a](guide.md#setup \"title\") [b](<guide.md> 'x') [c](guide.md (x))\n",
    "[`a`][guide] [guide] [Guide][]\n\n[guide]: guide.md\n",
    "![a](data:image/png;base64,xx) [b](tel:1) [c](//e.org/x)\n",
    "[a](docs/../guide.md) [b](%67uide.md)\n",
    "```\nunclosed in text ```` [a](x.md)\n```\n",
    "😀\u{FE0F} ``👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️ ↔︎ 葛󠄀``\n",
  ])
  func raisesNoAlarm(_ page: String) { #expect(findings(page).isEmpty, "\(findings(page))") }

  @Test func suggestsWhatIsNear() throws {
    let link = try #require(findings("[a](docs/REDME.md#docs)\n").first)
    #expect(link.notes.map(\.message) == ["the nearest is 'docs/README.md'"])
    #expect(link.fixIt == "docs/README.md")
    let folder = try #require(findings("[a](dosc/README.md)\n").first)
    #expect(folder.notes.map(\.message) == ["the nearest is 'docs/README.md'"])
    let anchor = try #require(findings("[a](guide.md#stup)\n").first)
    #expect(anchor.notes.map(\.message) == ["the nearest is '#setup'"])
    #expect(anchor.fixIt == "#setup")
    let space = try #require(findings("[a](my guide.md)\n").first)
    #expect(space.fixIt == "[a](my%20guide.md)")
    let quotes = try #require(findings("[a](guide.md “x”)\n").first)
    #expect(quotes.fixIt == "[a](guide.md \"x\")")
    let gap = try #require(findings("[a] (guide.md)\n").first)
    #expect(gap.fixIt == "[a](guide.md)")
  }

  @Test func externalLinksAreListed() {
    let report = inspectPage(
      Bytes("[a](https://e.org) ![b](http://e.org/x.png) [c]\n\n[c]: //e.org/y\n".utf8),
      name: "x.md",
      severities: Severities(), site: ExampleSite())
    #expect(
      report.externalLinks.map(\.url) == ["https://e.org", "http://e.org/x.png", "//e.org/y"])
    #expect(report.externalLinks.map(\.line) == [1, 1, 3])
  }
}
