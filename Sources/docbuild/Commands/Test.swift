import ArgumentParser
import CSupervisor
import DocbuildCore
import DocbuildEngine
import DocbuildReport
import Glibc

/// Options of commands that run transcripts.
struct TestArguments: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help:
      "Run transcripts in namespaces of their own, with a read-only file system and no network.")
  var sandbox = true
}

struct Test: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the tools of each embedded language, and the console blocks.",
    discussion: """
      Sources that documents embed are checked whole, where they stand; code in
      fences where it is a program or a fragment that parses. The console blocks
      of a document share a shell, in a fresh folder with a copy of the document's:

        $ command              run by bash; '>' continues it
        expected output        of standard output and error
        [3]                    an exit status other than 0

      In expected output '...' stands for any lines, '[..]' for any text, and
      a line that ends in ' (re)' or ' (glob)' is a pattern. Before a block,
      <!-- test(skip="why" timeout=30s needs=docker,root fresh name=x) -->
      says how it runs; in=".." is the folder that it starts in, setup="make x" runs
      first and is not shown; reads="src/ build/tool" says what it reads of the project,
      so that it runs again when that changes and not for anything below the root.
      'docbuild accept' writes what is printed now.

      Without paths the console blocks run of documents with directives or 'test'
      comments, and of those that 'documents' below [test] in docbuild.toml lists.
      They run in a sandbox: without a network and the machine's sockets, and with a
      file system that is read-only but for fresh folders and what 'writes' lists.
      """,
    examples: [
      Example("docbuild test", "run all tools and console blocks"),
      Example("docbuild test README.md --skip-missing", "one page; count what lacks a tool"),
      Example("docbuild test README.md:42", "the block at line 42, with what it needs"),
      Example("docbuild test --no-tools --no-cache", "run all console blocks, and nothing else"),
    ])

  @Flag(help: "List code in fences that is neither a program nor a fragment that parses.")
  var sketches = false

  @Flag(help: "Skip and count what lacks a tool.")
  var skipMissing = false

  @Flag(inversion: .prefixedNo, help: "Run the console blocks.")
  var transcripts = true

  @Flag(inversion: .prefixedNo, help: "Run the tools of each language.")
  var tools = true

  @Flag(inversion: .prefixedNo, help: "Leave out what has passed before on the same inputs.")
  var cache = true

  @Option(
    name: .customLong("name"),
    help: ArgumentHelp(
      "Test the block alone that is called so, with what it needs before it.", valueName: "name"))
  var names: [String] = []

  @OptionGroup var tests: TestArguments
  @OptionGroup var style: FormatOption
  @OptionGroup var project: ProjectArguments
  @OptionGroup var common: CommonOptions

  func run() throws { throw ArgumentParser.ExitCode(try runTest(self)) }
}

private func runTest(_ command: Test) throws -> Int32 {
  docbuild_hide_environment()
  let run = command.common.projectRun(command.style)
  return try run.exitCode {
    var arguments = command.project
    let project = try arguments.open(command.common)
    var settings = TestSettings()
    settings.choice.lines = try arguments.takeLines(in: project)
    settings.choice.names = command.names
    settings.scope = try arguments.scope(in: project)
    settings.threads = command.common.threads
    settings.skipsMissing = command.skipMissing
    settings.usesCache = command.cache
    settings.runsTranscripts = command.transcripts
    settings.runsTools = command.tools
    settings.wantsSandbox = command.tests.sandbox
    settings.supervisor = .itself
    let outcome = try runTests(on: project, settings, run)
    let code = tell(outcome, run, in: project)
    if command.sketches {
      for place in outcome.sketches { complain("\(location(place)): a sketch") }
    }
    run.summarise(summary(outcome, settings))
    return code
  }
}

/// Runs tests; what tools leave running ends with them.
func runTests(on project: Project, _ settings: TestSettings, _ run: ProjectRun) throws -> TestReport
{
  ignoreBrokenPipeSignal()
  docbuild_adopt_orphans()
  defer { docbuild_end_children(5000) }
  return try run.workOnTests(on: project) { try test($0, settings, progress: $1) }
}

/// What `watch --test` shows of a report.
func testRound(_ report: TestReport, _ settings: TestSettings, in project: Project) -> Round {
  Round(
    project: project, documents: reported(report), general: report.diagnostics,
    summary: summary(report, settings), hasWritten: report.hasRun)
}

extension ProjectArguments {
  /// Takes the lines off paths that are `FILE:LINE`; returns them by the files' paths below the root.
  mutating func takeLines(in project: Project) throws -> [RootPath: [Int]] {
    var lines: [RootPath: [Int]] = [:]
    for (index, path) in paths.enumerated() {
      guard let (file, line) = fileAndLine(path.bytes) else { continue }
      paths[index] = PathArgument(bytes: file)
      guard let below = try pathsBelowRoot([file], in: project).first else { continue }
      lines[below, default: []].append(line)
    }
    return lines
  }
}

/// `FILE:LINE` in its parts, unless a file has that name.
private func fileAndLine(_ path: Bytes) -> (file: Bytes, line: Int)? {
  guard !leadsSomewhere(path), let colon = path.lastIndex(of: UInt8(ascii: ":")),
    let line = Int(path[(colon + 1)...].text), line > 0
  else { return nil }
  let file = Bytes(path[..<colon])
  return leadsSomewhere(file) ? (file, line) : nil
}

/// Writes the problems; returns the exit code, that of a signal included.
func tell(_ report: TestReport, _ run: ProjectRun, in project: Project) -> Int32 {
  let code = run.tell(reported(report), and: report.diagnostics, in: project)
  return report.signal == 0 ? code : 128 + report.signal
}

private func reported(_ report: TestReport) -> [ReportedDocument] {
  report.results.map { result in
    ReportedDocument(
      name: result.name, diagnostics: result.diagnostics,
      tests: result.cases.map(ReportedTest.init))
  }
}

/// One line of what was done, then the skips by their reasons.
private func summary(_ report: TestReport, _ settings: TestSettings) -> String {
  let cases = report.cases
  let transcripts = cases.filter { $0.kind == .transcript }
  var parts = [
    counted(report.sources, "source"), counted(report.programs, "program"),
    counted(report.fragments, "fragment"),
    counted(report.sketches.count, "sketch", "sketches"),
    counted(transcripts.count, "transcript"),
  ]
  let failed = cases.count { if case .follows = $0.outcome { true } else { $0.outcome == .failed } }
  let notRun = cases.count { $0.outcome == .notRun }
  let kept = cases.count { $0.outcome == .kept }
  parts.append(
    "\(cases.count { $0.outcome == .passed }) passed"
      + (kept > 0 ? ", \(kept) known to pass" : "") + (failed > 0 ? ", \(failed) failed" : "")
      + (notRun > 0 ? ", \(notRun) not run" : ""))
  var reasons: [(reason: String, count: Int)] = []
  for test in cases {
    guard case .skipped(let reason) = test.outcome else { continue }
    if let index = reasons.firstIndex(where: { $0.reason == reason }) {
      reasons[index].count += 1
    } else {
      reasons.append((reason, 1))
    }
  }
  var text = "docbuild: " + parts.dropLast().joined(separator: ", ") + ": " + (parts.last ?? "")
  let skipped = reasons.reduce(0) { $0 + $1.count }
  if skipped > 0 {
    text += ", \(skipped) skipped"
    for (reason, count) in reasons { text += "\ndocbuild: skipped \(count): \(escaped(reason))" }
  }
  if report.unasked.blocks > 0 {
    let blocks = counted(report.unasked.blocks, "block")
    let pages = counted(report.unasked.pages, "page")
    text +=
      "\ndocbuild: \(blocks) in \(pages) \(report.unasked.blocks == 1 ? "was" : "were") not run: name them, or list them in 'documents' below [test]"
  }
  if let why = report.unkept { text += "\ndocbuild: what passed is not noted: \(escaped(why))" }
  if !settings.wantsSandbox {
    text += "\ndocbuild: without a sandbox, as asked"
  }
  return text
}

extension ReportedTest {
  /// What a report says of a test.
  fileprivate init(_ test: TestCase) {
    let outcome: Outcome =
      switch test.outcome {
      case .passed, .kept: .passed
      case .failed: .failed
      case .follows(let line): .follows("the failure at line \(line)")
      case .notRun: .skipped("it could not be run")
      case .skipped(let reason): .skipped(reason)
      }
    self.init(name: test.name, outcome: outcome)
  }
}
