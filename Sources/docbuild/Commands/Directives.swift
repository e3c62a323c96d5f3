import ArgumentParser
import DocbuildCore
import DocbuildReport

struct Directives: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Teach the directives and all their options.",
    discussion: "Prints the reference; with --markdown as the tables of the manual.",
    examples: [
      Example("docbuild directives", "the reference, for a terminal"),
      Example("docbuild directives --markdown", "the same as Markdown tables"),
    ])

  @Flag(help: "Print Markdown tables.")
  var markdown = false

  func run() throws {
    throw ArgumentParser.ExitCode(printOut(markdown ? directivesMarkdown() : directivesText()))
  }
}

/// The reference for a terminal.
func directivesText() -> String {
  func rows(_ rules: [OptionRule]) -> String {
    rules.map { rule in
      "  \(rule.forms.joined(separator: ", "))\n" + wrapped(rule.summary, indent: 6)
    }.joined()
  }
  return """
    A directive stands alone on its line, in an HTML comment; what stands before it
    (spaces, tabs, '>') is put before every line that it yields.

      <!-- include(PATH options…) -->
          is replaced by the lines that it names
      <!-- embed(PATH options…) -->
          stays, and owns the fenced block right after it
      <!-- value(NAME) -->
          is replaced by one line of text, anywhere on a line
      <!-- output(COMMAND options…) -->
          owns the fenced block below it: what the command prints
      <!-- defaults(options…) -->
          says options for the directives that follow
      <!-- \\include(PATH) -->
          is text: the backslash goes, nothing else happens

    A path with spaces stands in double quotes. Paths start at the document's
    folder.

    Options that choose lines; they narrow from left to right, and each that yields
    nothing is an error:

    \(rows(Selector.all))
    Options that shape them:

    \(rows(Shaping.all))
    Values come from '--set NAME=TEXT' and from [values] of docbuild.toml; in a
    document that is its own output, <!-- value(NAME) -->TEXT<!-- /value --> is kept
    current. Options:

    \(ValueDirective.options.map { "  \($0.form)\n" + wrapped($0.summary, indent: 6) }.joined())
    Options of 'output', beside those that choose and shape lines and those of
    'test':

    \(OutputComment.options.map { "  \($0.form)\n" + wrapped($0.summary, indent: 6) }.joined())
    Regions are marked in comments, in any of these ways:

    \(RegionDialect.all.map { "  \(padded($0.open, 24)) \($0.close.named)\n" + wrapped($0.origin, indent: 6) }.joined())
    """
}

/// The reference as Markdown tables.
func directivesMarkdown() -> String {
  func code(_ text: String) -> String {
    "`\(text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\\\|"))`"
  }
  func rows(_ rules: [OptionRule]) -> String {
    rules.map { "| \($0.forms.map(code).joined(separator: ", ")) | \($0.summary) |\n" }.joined()
  }
  return "| option | chooses |\n| --- | --- |\n" + rows(Selector.all)
    + "\n| option | shapes |\n| --- | --- |\n" + rows(Shaping.all)
    + "\n| option of `value` | says |\n| --- | --- |\n"
    + ValueDirective.options.map { "| \(code($0.form)) | \($0.summary) |\n" }.joined()
    + "\n| option of `output` | says |\n| --- | --- |\n"
    + OutputComment.options.map { "| \(code($0.form)) | \($0.summary) |\n" }.joined()
    + "\n| region begins | and ends | as in |\n| --- | --- | --- |\n"
    + RegionDialect.all.map {
      "| \(code($0.open.named)) | \(code($0.close.named)) | \($0.origin) |\n"
    }.joined()
}

extension String {
  /// `{}` becomes NAME.
  fileprivate var named: String {
    var made = ""
    var rest = self[...]
    while let character = rest.first {
      if rest.hasPrefix("{?}") {
        made += "[NAME]"
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("{}") {
        made += "NAME"
        rest = rest.dropFirst(2)
      } else {
        made.append(character)
        rest = rest.dropFirst()
      }
    }
    return made
  }

}

private func padded(_ text: String, _ width: Int) -> String {
  let shown = text.named
  return shown + String(repeating: " ", count: max(0, width - shown.count))
}
