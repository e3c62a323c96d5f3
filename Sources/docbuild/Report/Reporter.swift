import DocbuildCore
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
}

/// When to use colours.
enum ColorChoice: String, CaseIterable, Sendable { case auto, always, never }

/// Writes problems to standard error in one of the styles.
struct Reporter: Sendable {
  let style: ReportStyle
  let color: ColorChoice
  /// The most problems printed of one document, 0 for all; the rest are counted.
  let limit: Int

  /// Writes the problems of one document.
  func report(_ diagnostics: [Diagnostic]) { _ = report([diagnostics]) }

  /// Writes the problems of several documents, in their order; returns the exit code for them.
  func report(_ documents: [[Diagnostic]]) -> Int32 {
    let code = documents.map(ExitCode.of).max() ?? ExitCode.clean
    let documents = documents.eachOnce()
    let shown = documents.map { limit > 0 ? Array($0.prefix(limit)) : $0 }
    let omitted = documents.reduce(0) { $0 + $1.count } - shown.reduce(0) { $0 + $1.count }
    let problems = shown.flatMap { $0 }
    guard !problems.isEmpty || style == .json else { return code }
    let more = "\(omitted) more problem\(omitted == 1 ? "" : "s") not shown"
    var text: String
    switch style {
    case .full:
      let paint = Paint(isOn: usesColor)
      text = problems.map { fullText($0, paint) }.joined()
      if omitted > 0 { text += "\(more); '--max-problems 0' shows all\n" }
    case .line:
      text = problems.map { lineText($0) + "\n" }.joined()
      if omitted > 0 { text += "\(more)\n" }
    case .github:
      text = problems.map { githubCommand($0) + "\n" }.joined()
      if omitted > 0 { text += "::notice::\(more)\n" }
    case .json: text = jsonText(problems, omitted: omitted)
    }
    if text.hasSuffix("\n") { text.removeLast() }
    complain(text)
    return code
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

/// `name:line:column`, or the name alone for a place that is a whole file.
func location(_ place: Place) -> String {
  let name = escaped(place.name)
  return place.line > 0 ? "\(name):\(place.line):\(place.column)" : name
}

/// What a fix-it asks for, in words.
func cure(_ fixIt: Diagnostic.FixIt) -> String {
  let text = fixIt.replacement
  if text.isEmpty { return "leave it out" }
  if text.hasPrefix("\n") || text.hasSuffix("\n") { return "put it on a line of its own" }
  return "write '\(text)'"
}

private func lineText(_ diagnostic: Diagnostic) -> String {
  "\(location(diagnostic.place)): \(diagnostic.severity.rawValue): \(escaped(diagnostic.message)) [\(diagnostic.id.rawValue)]"
}
