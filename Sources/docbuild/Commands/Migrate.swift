import ArgumentParser
import DocbuildCore
import DocbuildEngine
import DocbuildReport
import Glibc

struct Migrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Turn other tools' directives into docbuild's.",
    usage: "docbuild migrate [<options>] [<path> ...]",
    discussion: """
      Prints the change as a diff, and what can't be said in docbuild's words; such
      a page is left as it is. A page that a tool publishes with its directives
      replaced (mdBook, MkDocs, VitePress …) becomes a template NAME.src, from
      which 'docbuild build' makes NAME.md; one that a tool writes into stays.

      Reads \(MigrationReader.all.map(\.name).joined(separator: ", ").wrapped).
      """,
    examples: [
      Example("docbuild migrate", "print the change"),
      Example("docbuild migrate --write docs", "make it, below docs"),
    ])

  @Argument(
    help: ArgumentHelp(
      "Pages and folders; the whole project when left out.", valueName: "path"))
  var paths: [PathArgument] = []

  @Flag(help: "Write the pages.")
  var write = false

  @Flag(help: "Replace text that git can't give back, too.")
  var force = false

  @OptionGroup var style: FormatOption
  @OptionGroup var common: CommonOptions

  func run() throws { throw ArgumentParser.ExitCode(try runMigrate(self)) }
}

private func runMigrate(_ command: Migrate) throws -> Int32 {
  let run = command.common.projectRun(command.style)
  return try run.exitCode {
    let project = try Project(
      base: command.common.base?.bytes ?? Bytes(".".utf8), options: command.common.projectOptions,
      environment: .process)
    var settings = MigrateSettings()
    settings.scope.paths = try pathsBelowRoot(command.paths.map(\.bytes), in: project)
    settings.threads = command.common.threads
    settings.writes = command.write
    settings.force = command.force
    let report = try run.work(on: project) { session, _ in try migrate(session, settings) }
    if !command.write, command.style.format.isForPeople {
      let diff = report.pages.flatMap(\.diff)
      if !diff.isEmpty {
        try OutputFile.write(escapedPatch(diff), to: STDOUT_FILENO, named: "<stdout>")
      }
    }
    let code = run.tell([], and: report.problems)
    run.summarise(summary(report, settings))
    return code
  }
}

private func summary(_ report: MigrateReport, _ settings: MigrateSettings) -> String {
  let directives = counted(report.pages.reduce(0) { $0 + $1.count }, "directive")
  let pages = counted(report.pages.count, "page")
  var text = "docbuild: \(directives) in \(pages)"
  if report.leftCount > 0 {
    text +=
      "; \(counted(report.leftCount, "page")) left as \(report.leftCount == 1 ? "it is" : "they are")"
  }
  if settings.writes {
    return text
      + "; \(counted(report.written.count, "file")) written: 'docbuild build' makes the pages"
  }
  return text + (report.pages.isEmpty ? "" : "; nothing was written: '--write' does it")
}

extension String {
  /// In lines that a terminal of 80 columns has room for.
  fileprivate var wrapped: String {
    var lines = [""]
    for word in split(separator: " ") {
      if lines[lines.count - 1].count + word.count > 70 { lines.append("") }
      lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
    }
    return lines.joined(separator: "\n")
  }
}
