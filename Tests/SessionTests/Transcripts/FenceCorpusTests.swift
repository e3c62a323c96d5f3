import Foundation
import Testing

/// What the tools report of some hundred fences of every kind that real pages have, held against what is really wrong
/// with them: `<!-- finds TOOL… -->` before a fence of `Data/fences` names the tools that must find something there.
@Suite(.serialized) struct FenceCorpusTests {
  private struct Fence {
    let page: String
    let lines: ClosedRange<Int>
    let wanted: Set<String>
  }

  private static let folder = projectFolder.appendingPathComponent("Tests/Data/fences")
  private static let programs = [
    "bash": "bash", "shellcheck": "shellcheck", "gofmt": "gofmt", "go-vet": "go",
    "hadolint": "hadolint", "python": "python3", "node": "node", "swiftc": "swiftc",
    "clang": "clang", "clang++": "clang++",
  ]

  private static func pages() throws -> [(name: String, text: String)] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
      ($0, try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8))
    }
  }

  private static func fences() throws -> [Fence] {
    var found: [Fence] = []
    for (page, text) in try pages() {
      var wanted: Set<String> = []
      var open: Int?
      for (index, line) in text.components(separatedBy: "\n").enumerated() {
        if let start = open {
          guard line == "```" else { continue }
          found.append(Fence(page: page, lines: start...index + 1, wanted: wanted))
          (open, wanted) = (nil, [])
        } else if line.hasPrefix("<!-- finds ") {
          wanted = Set(line.dropFirst(11).dropLast(4).components(separatedBy: " "))
        } else if line.hasPrefix("```") {
          open = index + 1
        }
      }
    }
    return found
  }

  @Test func whatIsFoundIsWrongAndWhatIsWrongIsFound() throws {
    let fences = try Self.fences()
    #expect(fences.count >= 300)
    var files = ["docbuild.toml": ""]
    for (name, text) in try Self.pages() { files[name] = text }
    var command = docbuildCommand(
      [
        "test", "--format", "line", "--skip-missing", "--no-transcripts", "--no-cache",
        "--max-problems", "0",
      ], in: Folder(files))
    command.environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
    let outcome = try run(command)
    var found: [Int: Set<String>] = [:]
    for line in outcome.messages.components(separatedBy: "\n") {
      let parts = line.components(separatedBy: ":")
      guard parts.count > 4, let number = Int(parts[1]) else { continue }
      let tool = parts[4].trimmingCharacters(in: .whitespaces).replacing(" ", with: "-")
      guard let index = fences.firstIndex(where: { $0.page == parts[0] && $0.lines ~= number })
      else {
        Issue.record("a finding in no fence: \(line)")
        continue
      }
      found[index, default: []].insert(tool)
    }
    let manual = try String(
      contentsOf: projectFolder.appendingPathComponent("docs/testing.md"), encoding: .utf8)
    for (tool, program) in Self.programs.sorted(by: { $0.key < $1.key }) {
      guard find(program) != nil else {
        if everythingIsTested { Issue.record("'\(program)' is missing") }
        continue
      }
      var (right, wrong, missed) = (0, 0, 0)
      for (index, fence) in fences.enumerated() {
        switch (found[index]?.contains(tool) ?? false, fence.wanted.contains(tool)) {
        case (true, true): right += 1
        case (true, false): wrong += 1
        case (false, true): missed += 1
        case (false, false): break
        }
      }
      // Versions of tools differ in a remark or two.
      #expect(
        Double(right) >= 0.95 * Double(right + wrong), "\(tool): \(wrong) of \(right + wrong)")
      #expect(Double(right) >= 0.9 * Double(right + missed), "\(tool) misses \(missed)")
      #expect(manual.contains("| `\(tool)` | \(right + missed) |"), "\(tool) in docs/testing.md")
    }
  }
}
