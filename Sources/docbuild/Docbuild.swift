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

      docbuild < article.src > article.md           weave standard input
      docbuild weave article.src -o article.md      the same for a file
      docbuild help directives                      all directives and options

      Nothing is written when there is any problem; every problem is told.
      Exit status: 0 clean, 1 problems in the documents, 2 docbuild could
      not do its work, 64 wrong usage.
      """,
    version: "docbuild \(docbuildVersion)",
    subcommands: [
      Weave.self, Build.self, Check.self, Test.self, Accept.self, Refs.self, Deps.self, Where.self,
      Directives.self, Schema.self,
    ],
    defaultSubcommand: Weave.self)
}
