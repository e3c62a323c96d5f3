import DocbuildCore
import DocbuildReport
import Testing

/// Hashes of lines as GitHub makes them; the expectations are those of its own tests.
struct LineHashTests {
  private func hashes(_ text: String) -> [String] {
    lineHashes(of: Bytes(text.utf8)).sorted { $0.key < $1.key }.map(\.value)
  }

  @Test func asGitHubMakesThem() {
    #expect(hashes("") == ["c129715d7a2bc9a3:1"])
    #expect(
      hashes(" a\nb\n  \t\tc\n d") == [
        "271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1",
      ])
    #expect(
      hashes(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End") == [
        "8b7cf3e952e7aeb2:1", "b1ae1287ec4718d9:1", "bff680108adb0fcc:1", "c6805c5e1288b612:1",
        "b86d3392aea1be30:1", "e6ceba753e1a442:1",
      ])
  }

  @Test func lineEndsDoNotCount() {
    let text = "one\ntwo\n\nthree\n"
    let other = String(text.map { $0 == "\n" ? "\r\n" : $0 })
    #expect(hashes(text) == hashes(other))
  }

  @Test func equalLinesAreNumbered() {
    let text = String(repeating: "same line\n", count: 120)
    let found = hashes(text)
    #expect(found.count == 121 && Set(found).count == 121)
    #expect(found[0].hasSuffix(":1") && found[1].hasSuffix(":2"))
  }

  @Test func resultsOfOneKindOnALineDiffer() {
    let source = Source(name: "a.md", bytes: Bytes("[a](b) [c](d)\n".utf8))
    let report = Report([
      ReportedDocument(
        name: "a.md",
        diagnostics: [4, 11].map {
          Diagnostic(.brokenLink, "\($0)", at: source.place(at: $0..<$0 + 1))
        })
    ])
    var setting = ReportSetting(version: "1") { _ in "unused" }
    setting.text = { $0 == "a.md" ? source.bytes : nil }
    let own = hashes("[a](b) [c](d)\n")[0].dropLast(2)
    let text = ReportStyle.sarif.text(report, setting)
    #expect(text.contains("\"\(own):1\""))
    #expect(text.contains("\"\(own):2\""))
  }
}
