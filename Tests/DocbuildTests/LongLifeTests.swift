import DocbuildCore
import DocbuildEngine
import Foundation
import Testing

/// A process that works on and on, as a server does, keeps nothing of what is done: neither memory nor threads. Each test has
/// a process of its own.
///
/// They run alone, by `DOCBUILD_ALONE=1` as `scripts/test` does: what waits for these processes never ends while a child
/// of another test's is not waited for.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["DOCBUILD_ALONE"] == "1"))
struct LongLifeTests {
  @Test(.timeLimit(.minutes(60)))
  func memoryStaysAsItIs() async {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardOutputContent]
    ) {
      let folder = try LongLifeTests.project()
      var sizes: [Int] = []
      // As many as an afternoon of saving files makes: DOCBUILD_BUILDS=1000.
      let count = ProcessInfo.processInfo.environment["DOCBUILD_BUILDS"].flatMap(Int.init) ?? 60
      for round in 0...count {
        try LongLifeTests.build(folder, round)
        if round == 10 || round == count { sizes.append(LongLifeTests.residentBytes) }
      }
      print("MEMORY \(sizes[0] >> 10) KiB after 10 builds, \(sizes[1] >> 10) KiB after \(count)")
      try #require(sizes[1] - sizes[0] < 8 << 20)
    }
    let printed = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
    print(printed.split(separator: "\n").filter { $0.contains("MEMORY") }.joined(separator: "\n"))
  }

  @Test(.timeLimit(.minutes(15)))
  func aProofOverBudgetEnds() async {
    await #expect(processExitsWith: .success) {
      let deep =
        String(repeating: "- ", count: 5_000) + "a\n" + String(repeating: "\n", count: 5_000)
      let folder = try TemporaryFolder()
      try folder.write("a.txt", "one\n")
      try folder.write(
        "x.src",
        "```\n<!-- include(a.txt) -->\n```\n\n" + deep
          + String(repeating: "A line of text.\n\n", count: 2_000))
      let project = try Project(
        base: Bytes(folder.url.path.utf8), options: Project.Options(), environment: .process)
      let input = try Input.file(
        Bytes(folder.path("x.src").utf8), base: nil, limit: 1 << 20, environment: .process)
      let document = try #require(Pass(project, prover: nil).weave(input).document)
      let before = LongLifeTests.threads
      let over = Prover(threads: 2, budget: 1_000_000).proof(of: document, until: Interrupt())
        .diagnostics
      try #require(over.map(\.id) == [.proofTooCostly])
      try #require(LongLifeTests.fallsTo(before))
      let asked = Interrupt()
      asked.set()
      let start = ContinuousClock.now
      try #require(!Prover(threads: 2).proof(of: document, until: asked).diagnostics.isEmpty)
      try #require(ContinuousClock.now - start < .seconds(60))
      try #require(LongLifeTests.fallsTo(before))
    }
  }

  /// A project with a page that is proven on several threads.
  private static func project() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let part = "Some *text*.\n\n```c\n<!-- include(x.c) -->\n```\n\n"
    try folder.write("long.src", String(repeating: part, count: 1_000))
    for number in 0..<20 {
      try folder.write("page\(number).src", String(repeating: part, count: number))
    }
    return folder
  }

  private static func build(_ folder: TemporaryFolder, _ round: Int) throws {
    try folder.write("x.c", "int main(void) { return \(round); }\n")
    let project = try Project(
      base: Bytes(folder.url.path.utf8), options: Project.Options(), environment: .process)
    var options = BuildOptions()
    options.threads = 2
    let report = try DocbuildEngine.build(Session(of: project), options)
    try #require(report.results.count { $0.outcome == .written } >= 20, "\(report.diagnostics)")
  }

  private static var residentBytes: Int {
    let status = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let words = status.split(separator: " ")
    return words.count > 1 ? (Int(words[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
  }

  /// Whether there are no more threads than `count`; one that has ended, and has been waited for, is listed a moment longer.
  private static func fallsTo(_ count: Int) -> Bool {
    for _ in 0..<500 where threads > count { usleep(10_000) }
    return threads <= count
  }

  private static var threads: Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count) ?? 0
  }
}
