import DocbuildCore
import DocbuildEngine
import DocbuildReport
import Glibc

/// When to use colours.
enum ColorChoice: String, CaseIterable, Sendable { case auto, always, never }

/// Writes problems in one of the styles.
struct Reporter: Sendable {
  let style: ReportStyle
  let color: ColorChoice
  /// The most problems printed of one document, 0 for all; the rest are counted.
  let limit: Int

  /// Where files lie that are named in a report; nil where no project is open.
  var root: Root?
  /// What is printed beside the problems, as members of JSON.
  var members: [String: JSONValue] = [:]

  /// Writes the problems of one document to standard error, since its page goes to standard output.
  func report(_ diagnostics: [Diagnostic], of name: String = "") {
    _ = report([ReportedDocument(name: name, diagnostics: diagnostics)], toStandardOutput: false)
  }

  /// Writes the problems of several documents, in their order; returns the exit code for them.
  ///
  /// - Parameter toStandardOutput: whether what is for programs goes there; the rest goes to standard error.
  func report(_ documents: [ReportedDocument], toStandardOutput: Bool = true) -> Int32 {
    let code = documents.map { ExitCode.of($0.diagnostics) }.max() ?? ExitCode.clean
    let report = Report(documents, limit: limit)
    guard !report.problems.isEmpty || style.audience == .program else { return code }
    let text = style.text(report, setting)
    if style.audience == .program, toStandardOutput {
      let printed = printOut(text)
      return printed == ExitCode.clean ? code : printed
    }
    printError(text)
    return code
  }

  private var setting: ReportSetting {
    var setting = ReportSetting(version: docbuildVersion) { Hash($0).text }
    setting.hasColors = usesColor
    setting.members = members
    let folder = try? Environment.process.currentFolder()
    if let root, let folder {
      setting.text = ReportedTexts(of: root, from: folder).text
    }
    if style.namesFilesFromTop, let folder,
      let names = RepositoryNames(around: folder)
    {
      setting.nameInRepository = names.name
    }
    return setting
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
