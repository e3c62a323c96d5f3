import DocbuildCore
import DocbuildEngine
import Glibc

/// How problems are written.
enum ReportStyle: String, CaseIterable, Sendable {
  /// With the line, a mark under the place, notes and cures: for a person.
  case full
  /// A line for each problem: for editors and `grep`.
  case line
  /// Workflow commands that GitHub shows beside the code.
  case github
  /// One JSON object: for programs.
  case json
  /// SARIF 2.1.0: for code scanning.
  case sarif
  /// JUnit's XML, a suite for each document: for CI servers.
  case junit

  /// Whether it is one text for a program, written even when there is nothing to say.
  var isForPrograms: Bool { self == .json || self == .sarif || self == .junit }
}

/// When to use colours.
enum ColorChoice: String, CaseIterable, Sendable { case auto, always, never }

/// The problems of a document; or of none, with an empty name.
struct DocumentProblems: Sendable {
  /// As the user would write it.
  let name: String
  var diagnostics: [Diagnostic]
  /// What was tested, for reports that list what passed.
  var cases: [TestCase] = []
}

/// Writes problems in one of the styles.
struct Reporter: Sendable {
  let style: ReportStyle
  let color: ColorChoice
  /// The most problems printed of one document, 0 for all; the rest are counted.
  let limit: Int

  /// Writes the problems of one document to standard error, since its page goes to standard output.
  func report(_ diagnostics: [Diagnostic], of name: String = "") {
    _ = report([DocumentProblems(name: name, diagnostics: diagnostics)], toStandardOutput: false)
  }

  /// Writes the problems of several documents, in their order; returns the exit code for them.
  ///
  /// - Parameter toStandardOutput: whether what is for programs goes there; the rest goes to standard error.
  func report(_ documents: [DocumentProblems], toStandardOutput: Bool = true) -> Int32 {
    let code = documents.map { ExitCode.of($0.diagnostics) }.max() ?? ExitCode.clean
    var shown = documents
    for (index, problems) in documents.map(\.diagnostics).eachOnce().enumerated() {
      shown[index].diagnostics = problems
    }
    let all = shown.reduce(0) { $0 + $1.diagnostics.count }
    if limit > 0 {
      for index in shown.indices {
        shown[index].diagnostics = Array(shown[index].diagnostics.prefix(limit))
      }
    }
    let problems = shown.flatMap(\.diagnostics)
    guard !problems.isEmpty || style.isForPrograms else { return code }
    let text = text(shown, problems, omitted: all - problems.count)
    if style.isForPrograms, toStandardOutput {
      let printed = printOut(text)
      return printed == ExitCode.clean ? code : printed
    }
    printError(text.hasSuffix("\n") ? text : text + "\n")
    return code
  }

  private func text(_ documents: [DocumentProblems], _ problems: [Diagnostic], omitted: Int)
    -> String
  {
    let more = notShown(omitted)
    switch style {
    case .full:
      let paint = Paint(isOn: usesColor)
      return problems.map { fullText($0, paint) }.joined()
        + (omitted > 0 ? "\(more); '--max-problems 0' shows all\n" : "")
    case .line:
      return problems.map { lineText($0) + "\n" }.joined() + (omitted > 0 ? "\(more)\n" : "")
    case .github:
      return problems.map { githubCommand($0) + "\n" }.joined()
        + (omitted > 0 ? "::notice::\(more)\n" : "")
    case .json: return jsonText(problems, omitted: omitted)
    case .sarif: return sarifText(problems, omitted: omitted)
    case .junit: return junitText(documents, omitted: omitted)
    }
  }

  /// The flag, then NO_COLOR, then CLICOLOR_FORCE and FORCE_COLOR, then whether standard error is a terminal that
  /// is not dumb (https://no-color.org).
  private var usesColor: Bool {
    switch color {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    func has(_ name: String) -> Bool { getenv(name).map { $0.pointee != 0 } ?? false }
    if has("NO_COLOR") { return false }
    if has("CLICOLOR_FORCE") || has("FORCE_COLOR") { return true }
    return isatty(STDERR_FILENO) == 1 && getenv("TERM").map { strcmp($0, "dumb") != 0 } ?? false
  }
}

/// That problems were found and are not shown.
func notShown(_ omitted: Int) -> String {
  "\(omitted) more problem\(omitted == 1 ? "" : "s") not shown"
}

/// `name:line:column`, or the name alone for a place that is a whole file.
func location(_ place: Place) -> String {
  let name = readable(place.name)
  return place.line > 0 ? "\(name):\(place.line):\(place.column)" : name
}

/// What a fix-it asks for, in words.
func cure(_ fixIt: TextEdit) -> String {
  let text = fixIt.text.text
  if text.isEmpty { return "leave it out" }
  if text.utf8.first == 0x0A || text.utf8.last == 0x0A { return "put it on a line of its own" }
  return "write '\(text)'"
}

private func lineText(_ diagnostic: Diagnostic) -> String {
  "\(location(diagnostic.place)): \(diagnostic.severity.rawValue): \(readable(diagnostic.message)) [\(diagnostic.id.rawValue)]"
}
