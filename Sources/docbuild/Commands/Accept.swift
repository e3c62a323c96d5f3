import ArgumentParser
import CSupervisor
import DocbuildCore
import DocbuildEngine
import DocbuildReport
import Glibc

struct Accept: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the console blocks and write what they print as the new expectation.",
    discussion: """
      Only what no longer matches is changed, in the template or in-place document
      itself, and shown as a difference; patterns that still fit stay. A path may
      be FILE:LINE for one block. What is written passes 'docbuild test'; where that
      can't be, the document stays as it is. A command that fails now and was not
      expected to is left alone, and so is text that git's HEAD does not hold.
      Then 'docbuild build' makes the outputs.
      """,
    examples: [
      Example("docbuild accept -n", "show what would be changed"),
      Example("docbuild accept docs/guide.src", "write what its commands print now"),
      Example("docbuild accept README.md:42", "only the block at line 42"),
    ])

  @Flag(name: [.customShort("n"), .long], help: "Only show what would be changed.")
  var dryRun = false

  @Flag(help: "Take an exit status other than 0 for the new expectation, where 0 was expected.")
  var status = false

  @Flag(help: "Replace text that was never committed.")
  var force = false

  @OptionGroup var tests: TestArguments
  @OptionGroup var style: FormatOption
  @OptionGroup var project: ProjectArguments
  @OptionGroup var common: CommonOptions

  func run() throws { throw ArgumentParser.ExitCode(try runAccept(self)) }
}

private func runAccept(_ command: Accept) throws -> Int32 {
  docbuild_hide_environment()
  let run = command.common.projectRun(command.style)
  return try run.exitCode {
    var arguments = command.project
    let project = try arguments.open(command.common)
    var wish = AcceptSettings()
    wish.dryRun = command.dryRun
    wish.takesStatus = command.status
    wish.force = command.force
    wish.choice.lines = try arguments.takeLines(in: project)
    var settings = TestSettings()
    settings.scope = try arguments.scope(in: project)
    settings.threads = command.common.threads
    settings.wantsSandbox = command.tests.sandbox
    settings.supervisor = .itself
    ignoreBrokenPipeSignal()
    let (outcome, changed) = try run.workOnTests(on: project) {
      [settings, wish] in try accept($0, settings, wish, progress: $1)
    }
    if run.reporter.style.isForPeople { try show(changed) }
    let code = tell(outcome, run, in: project)
    run.summarise(summary(outcome, changed: changed, isDryRun: wish.dryRun))
    return code
  }
}

/// Writes what is changed to standard output, command by command.
private func show(_ changed: [AcceptedDocument]) throws {
  var text = ""
  for change in changed.flatMap(\.changes) {
    text += "\(location(change.place)): \(escaped(change.command))\n"
    for line in change.diff.split(separator: UInt8(ascii: "\n")) {
      text += escaped(line.text) + "\n"
    }
  }
  if !text.isEmpty {
    try OutputFile.write(Bytes(text.utf8), to: STDOUT_FILENO, named: "<stdout>")
  }
}

private func summary(_ report: TestReport, changed: [AcceptedDocument], isDryRun: Bool) -> String {
  let blocks = report.cases.count
  let verb = isDryRun ? "would change" : "changed"
  let documents = changed.map { document in
    "docbuild: \(verb) \(escaped(document.name))\n"
      + (document.copy.map { "docbuild: as it was before: \(escaped($0))\n" } ?? "")
  }
  return documents.joined()
    + "docbuild: \(counted(blocks, "transcript")), \(counted(changed.count, "document")) \(verb)"
}
