import ArgumentParser
import CSupervisor
import DocbuildCore
import DocbuildEngine
import DocbuildReport
import Glibc

struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Build, and build again whenever something changes.",
    usage: "docbuild watch [<options>] [<path> ...]",
    discussion: """
      Only what a change touches is woven. Problems are shown as 'build' shows
      them, and a line says when they are gone. Ctrl-C ends it.
      """,
    examples: [
      Example("docbuild watch", "keep the whole project up to date"),
      Example("docbuild watch docs", "what lies in docs"),
      Example("docbuild watch --check", "say what 'check' would say, write nothing"),
      Example("docbuild watch --test", "run the tests that a change concerns"),
      Example("docbuild watch --exec 'mdbook build'", "run a command after each good build"),
    ])

  @Flag(help: "Check instead: write nothing.")
  var check = false

  @Flag(help: "Test instead: after a change only the console blocks that it concerns.")
  var test = false

  @OptionGroup var tests: TestArguments

  @Option(
    help: ArgumentHelp(
      "Run a shell command after each round that did something and found no error.",
      valueName: "cmd")
  )
  var exec: String?

  @Flag(help: "Clear the screen before each report.")
  var clear = false

  @OptionGroup var looks: LookOptions
  @OptionGroup var style: FormatOption
  @OptionGroup var project: ProjectArguments
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if check, test { throw ValidationError("'--check' and '--test' exclude each other") }
  }

  func run() throws {
    if test { docbuild_hide_environment() }
    let run = common.projectRun(style)
    throw ArgumentParser.ExitCode(try run.exitCode { try watch(self, run) })
  }
}

/// Goes on until it is asked to end, which is thrown.
private func watch(_ command: Watch, _ run: ProjectRun) throws -> Int32 {
  catchSignals(for: run.interrupt)
  let changes = try TreeWatch(
    command.project.open(command.common), run.interrupt, clock: .machine, polls: command.looks.poll,
    interval: command.looks.interval)
  var known: [Diagnostic]?
  var tests = WatchedTests()
  var builds = WatchedBuilds()
  var wasReported = !command.looks.poll
  while true {
    if wasReported, !changes.isReported {
      wasReported = false
      command.looks.noteThatNothingIsReported()
    }
    let round = try command.round(run, &tests, &builds)
    if round.hasWritten || known != round.problems {
      if command.clear, isatty(STDERR_FILENO) == 1 { printError("\u{1B}[2J\u{1B}[3J\u{1B}[H") }
      let code = run.tell(round)
      run.summarise(round.summary)
      if let shell = command.exec, code == ExitCode.clean { runShell(shell, run.interrupt) }
      changes.refresh()
    }
    known = round.problems
    try tests.note(builds.wait(for: changes, in: round.project))
  }
}

/// Runs a command that the user typed. A Ctrl-C that ended it, and reached nobody else, ends the run too.
private func runShell(_ command: String, _ interrupt: Interrupt) {
  let status = system(command)
  if status & 0x7F == SIGINT { return interrupt.set() }
  if status != 0 { complain("docbuild: note: '\(command)' ended with status \(status >> 8)") }
}

/// What the tests of earlier rounds found.
private struct WatchedTests {
  private var report: TestReport?
  private var changes = TreeChanges()

  /// Takes note of what has changed.
  mutating func note(_ more: TreeChanges) {
    changes.add(more)
  }

  /// One run of the tests.
  mutating func round(_ settings: TestSettings, on project: Project, _ run: ProjectRun) throws
    -> Round
  {
    var settings = settings
    settings.earlier = report.map {
      EarlierTests($0, since: changes.mayBeMore ? nil : changes.paths)
    }
    let found = try runTests(on: project, settings, run)
    try run.interrupt.check()
    (report, changes) = (found, TreeChanges())
    return testRound(found, settings, in: project)
  }
}

extension Watch {
  /// One build, or check. A faulty configuration is a problem like others: it will be mended.
  fileprivate func round(
    _ run: ProjectRun, _ tests: inout WatchedTests, _ builds: inout WatchedBuilds
  ) throws -> Round {
    do {
      if test {
        let project = try project.open(common)
        var settings = TestSettings()
        settings.scope = try self.project.scope(in: project)
        settings.threads = common.threads
        settings.wantsSandbox = self.tests.sandbox
        settings.supervisor = .itself
        return try tests.round(settings, on: project, run)
      }
      guard check else { return try builds.round(request, run) }
      let project = try project.open(common)
      var options = CheckOptions()
      options.scope = try self.project.scope(in: project)
      options.threads = common.threads
      return try checkRound(project, options, run).0
    } catch let problem as DiagnosticError {
      return Round(
        project: nil, documents: [], general: problem.diagnostics,
        summary: "docbuild: nothing was done",
        hasWritten: false)
    }
  }

  private var request: BuildRequest {
    var request = BuildRequest()
    request.base = common.base?.bytes
    request.projectOptions = common.projectOptions
    request.paths = project.paths.map(\.bytes)
    request.options.scope.shard = project.shard?.shard
    request.options.threads = common.threads
    request.quiet = common.quiet
    request.reporter = common.reporter(style.format)
    return request
  }
}
