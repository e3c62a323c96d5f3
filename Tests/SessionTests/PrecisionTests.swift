import Foundation
import Testing

/// How many findings on pages are true, on trees made for that: `scripts/precision`.
struct PrecisionTests {
  /// At least 95 of 100 of each kind for each of the readers, none missed, and the manual has the table.
  @Test func findingsAreTrue() throws {
    let python = try #require(find("python3"), "python3 is missing: scripts/test installs it")
    let script = projectFolder.appendingPathComponent("scripts/precision").path
    let outcome = try run(
      Command(program: python, arguments: [script, "--check", docbuildPath]))
    outcome.expect(0)
    #expect(outcome.text.contains("| jekyll | `broken-link` |"))
  }
}
