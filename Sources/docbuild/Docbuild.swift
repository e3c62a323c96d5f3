import ArgumentParser
import DocbuildEngine

/// The command line: one short file for each command.
struct Docbuild: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "docbuild",
    abstract: "Weave real source files into Markdown, and prove that the page came out as meant.",
    discussion: """
      A template holds directives, each alone on its line:

        <!-- include(server.go) -->                 the whole file
        <!-- include(server.go symbol=info) -->     one definition
        <!-- include(build.sh lines=3..8 fence) --> some lines, in a fence

      Nothing is written when there is any problem; every problem is reported.
      Exit status: 0 clean, 1 problems in the documents, 2 docbuild could
      not do its work, 64 wrong usage.

      \(Example.text(examples))
      """,
    version: versionText(),
    subcommands: commands.map(\.type),
    defaultSubcommand: Weave.self)

  private static let examples = [
    Example("docbuild < article.src > article.md", "weave standard input"),
    Example("docbuild build", "bring a project's pages up to date"),
    Example("docbuild check", "prove that they are"),
    Example("docbuild help directives", "all directives and options"),
  ]

  /// All commands, in the order of the help.
  static let commands = [
    NamedCommand("weave", Weave.self), NamedCommand("build", Build.self),
    NamedCommand("watch", Watch.self), NamedCommand("serve", Serve.self),
    NamedCommand("lsp", Lsp.self),
    NamedCommand("check", Check.self), NamedCommand("test", Test.self),
    NamedCommand("accept", Accept.self), NamedCommand("refs", Refs.self),
    NamedCommand("deps", Deps.self), NamedCommand("where", Where.self),
    NamedCommand("init", Init.self), NamedCommand("adopt", Adopt.self),
    NamedCommand("migrate", Migrate.self),
    NamedCommand("directives", Directives.self), NamedCommand("explain", Explain.self),
    NamedCommand("schema", Schema.self),
  ]
}

/// A command and the word that calls it, which is the type's name in lower case.
struct NamedCommand: Sendable {
  let name: String
  let type: any ParsableCommand.Type

  init(_ name: String, _ type: any ParsableCommand.Type) {
    self.name = name
    self.type = type
  }
}
