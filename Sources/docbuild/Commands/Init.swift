import ArgumentParser
import DocbuildCore
import DocbuildEngine
import DocbuildReport
import Glibc

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make what docbuild needs in a repository; add, and never overwrite.",
    usage: "docbuild init [<options>]",
    discussion: """
      Looks at the repository and writes a docbuild.toml with what differs from what
      holds without one, then says what to do next.
      """,
    examples: [
      Example("docbuild init --dry-run", "print what would be written"),
      Example("docbuild init --ci --hook", "add a CI job and a pre-commit hook, too"),
    ])

  @Flag(name: [.customShort("n"), .long], help: "Only print what would be written.")
  var dryRun = false

  @Flag(help: "Add a workflow of GitHub's, or a job of GitLab's where that is used.")
  var ci = false

  @Flag(help: "Add a hook of pre-commit that builds the pages.")
  var hook = false

  @OptionGroup var common: CommonOptions

  func run() throws { throw ArgumentParser.ExitCode(try runInit(self)) }
}

private func runInit(_ command: Init) throws -> Int32 {
  let run = ProjectRun(reporter: command.common.reporter(.full), isQuiet: command.common.quiet)
  return try run.exitCode {
    let project = try Project(
      base: command.common.base?.bytes ?? Bytes(".".utf8), options: command.common.projectOptions,
      environment: .process)
    var settings = InitSettings()
    settings.addsCI = command.ci
    settings.addsHook = command.hook
    settings.dryRun = command.dryRun
    let files = try run.work(on: project) { [settings] session, _ in
      var settings = settings
      settings.readers = try ReaderGuess.sites(in: session).flatMap { site in
        site.patterns.map { ($0, site.reader) }
      }
      return try initialise(session, settings)
    }
    for file in files {
      if command.dryRun, file.new != file.old {
        try OutputFile.write(file.diff, to: STDOUT_FILENO, named: "<stdout>")
      }
      let printed = command.dryRun ? ExitCode.clean : printOut(line(file))
      if printed != ExitCode.clean { return printed }
      if command.dryRun, file.new == file.old { complain("docbuild: \(line(file).dropLast())") }
    }
    guard !command.dryRun else { return ExitCode.clean }
    let opened = try Project(
      base: command.common.base?.bytes ?? Bytes(".".utf8), options: command.common.projectOptions,
      environment: .process)
    let step = try run.work(on: opened) { session, _ in try nextStep(session, command) }
    run.summarise(next(step))
    return ExitCode.clean
  }
}

private func line(_ file: InitFile) -> String {
  let name = escaped(file.name)
  return switch file.fate {
  case .made: "made \(name)\n"
  case .addedTo: "added to \(name)\n"
  case .kept(let why): "kept \(name): \(why)\n"
  }
}

/// What to do next, with a reason.
private func nextStep(_ session: Session, _ command: Init) throws -> (command: String, why: String)
{
  var migration = MigrateSettings()
  migration.threads = command.common.threads
  let migrated = try migrate(session, migration)
  let foreign = migrated.pages.count + migrated.leftCount
  if foreign > 0 {
    return ("docbuild migrate", "\(counted(foreign, "page")) with directives of other tools")
  }
  var adoption = AdoptSettings()
  adoption.threads = command.common.threads
  let adopted = try adopt(session, adoption)
  let exact = adopted.blocks.count { if case .exact = $0.verdict { true } else { false } }
  if exact > 0 {
    return (
      "docbuild adopt", "\(counted(exact, "block")) with code that was copied from the sources"
    )
  }
  return ("docbuild check", "the pages as their readers see them")
}

private func next(_ step: (command: String, why: String)) -> String {
  "docbuild: next, '\(step.command)': \(step.why)"
}
