import ArgumentParser
import CSupervisor
import DocbuildCore
import DocbuildEngine
import DocbuildLanguageServer
import Glibc

struct Lsp: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve an editor: problems, completion and more while you type.",
    usage: "docbuild lsp [<options>]",
    discussion: """
      Speaks the Language Server Protocol 3.17 on standard input and output, over
      text that is not saved. Editors start it; docs/editors.md says how. Like
      'check' it starts nothing that the tree could choose, and opens no
      connection. It writes only what its client asks it to build, and runs a
      console block only when somebody chooses to accept what that prints.
      """,
    examples: [
      Example("docbuild lsp", "what an editor's configuration calls"),
      Example("docbuild lsp --manual https://example.org/docs", "with links to the manual"),
    ])

  @Flag(help: "Speak on standard input and output, as is done anyway.")
  var stdio = false

  @Option(
    help: ArgumentHelp(
      "The address of a folder with the manual, which problems link to.", valueName: "url"))
  var manual: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    if let root = common.root, !leadsSomewhere(root.bytes) {
      throw ArgumentParser.ExitCode(report(SystemError("cannot find", root.bytes.text, ENOENT)))
    }
    if isatty(STDIN_FILENO) == 1 {
      complain(
        "docbuild: an editor is expected at the other end: see docs/editors.md; Ctrl-C ends it")
    }
    ignoreBrokenPipeSignal()
    docbuild_hide_environment()
    var setting = ServerSetting(environment: .process, clock: .machine, interrupt: Interrupt())
    setting.supervisor = .itself
    setting.threads = common.threads
    setting.options = common.projectOptions
    setting.manual = manual.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    throw ArgumentParser.ExitCode(
      serveLanguage(setting, input: STDIN_FILENO, output: STDOUT_FILENO))
  }
}
