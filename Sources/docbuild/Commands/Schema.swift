import ArgumentParser
import DocbuildEngine

struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the JSON schema of docbuild.toml, for editors.",
    discussion: """
      Write it beside docbuild.toml and name it in that file's first line:

          #:schema ./docbuild.schema.json
      """,
    examples: [
      Example("docbuild schema > docbuild.schema.json", "write the schema beside docbuild.toml")
    ])

  func run() throws {
    throw ArgumentParser.ExitCode(printOut(Configuration.schema()))
  }
}
