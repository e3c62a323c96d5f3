/// A way to write problems: one value for each.
package struct ReportStyle: Sendable {
  /// Who reads it.
  package enum Audience: Sendable {
    /// A person at a terminal, who reads what was done, too.
    case person
    /// An editor, or a filter, that reads line by line.
    case editor
    /// The log of a service that finds commands in it.
    case log
    /// A program that wants one whole text, even when there is nothing to report.
    case program
  }

  /// What `--format` calls it.
  package let name: String
  /// What it is for, in a line of the help.
  package let summary: String
  /// Decides where it is written, and what may stand beside it.
  package let audience: Audience
  /// Whether documents without problems are listed.
  package var listsSoundDocuments = false
  /// Whether files are named from the top of their repository, beside whose code the report is shown.
  package var namesFilesFromTop = false
  /// What `text` calls.
  let write: @Sendable (Report, ReportSetting) -> String

  /// Whether people read it as it is, or as much of it as is one line: then other text may stand beside it.
  package var isForPeople: Bool { audience == .person || audience == .editor }

  /// In the order in which the help lists them.
  package static let all: [ReportStyle] = [.full, .line, .github, .gitlab, .json, .sarif, .junit]

  /// The style that `--format` calls so; nil when there is none.
  package static func named(_ name: String) -> ReportStyle? { all.first { $0.name == name } }

  /// The text of a report, line feed included; empty when there is nothing to say.
  package func text(_ report: Report, _ setting: ReportSetting) -> String {
    write(report, setting)
  }
}
