import ArgumentParser
import DocbuildCore

struct Weave: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Weave a template, or bring an in-place document up to date. (default)",
    discussion: """
      Without FILE standard input is woven. A file whose name ends in .md or
      .markdown is an in-place document, unless docbuild.toml says otherwise:
      its 'embed' directives and embedmd commands are live, and all else stays
      as it is, byte for byte.
      """,
    examples: [
      Example("docbuild < article.src > article.md", "weave standard input"),
      Example("docbuild weave article.src -o article.md", "weave a file, all or nothing"),
      Example("docbuild weave README.md -o README.md", "bring an in-place document up to date"),
    ])

  @Argument(help: ArgumentHelp("The template; standard input when left out.", valueName: "file"))
  var file: PathArgument?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write there, all or nothing, instead of to standard output.", valueName: "out"))
  var output: PathArgument?

  @Option(
    help: ArgumentHelp("Write for Make and ninja what the output is made from.", valueName: "file"))
  var depfile: PathArgument?

  @OptionGroup var style: FormatOption
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try output?.expectFile(for: "-o")
    try depfile?.expectFile(for: "--depfile")
  }

  func run() throws {
    if let file, let problem = misspeltCommand(file.bytes.text) {
      complain(problem)
      throw ArgumentParser.ExitCode(ExitCode.usage)
    }
    var request = WeaveRequest()
    request.file = file.flatMap { $0.bytes == Bytes("-".utf8) ? nil : $0.bytes }
    request.output = output?.bytes
    request.depfile = depfile?.bytes
    request.options = common.projectOptions
    request.threads = common.jobs
    request.isQuiet = common.quiet
    request.reporter = common.reporter(style.format)
    throw ArgumentParser.ExitCode(runWeave(request))
  }
}
