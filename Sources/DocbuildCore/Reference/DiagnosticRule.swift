/// What there is to know of a kind of problem: `docbuild explain`, the manual's page and SARIF's rules are made from this
/// value.
package struct DiagnosticRule: Sendable {
  /// A file of an example.
  package struct File: Sendable {
    /// Its path below the example's folder.
    package let name: String
    /// What it holds.
    package let text: String

    init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }
  }

  /// A small project that has the problem and no other, checked by a test.
  package struct Example: Sendable {
    /// Its files, as they are before the commands.
    package let files: [File]
    /// What a user types there, for a shell; the last one reports the problem.
    package let commands: [String]
    /// The first line of the report, where `[..]` stands for any text.
    package let reports: String
  }

  /// The kind.
  package let id: DiagnosticID
  /// How much it counts where the configuration does not say.
  package let level: Severities.Level
  /// A sentence that says what is wrong.
  package let summary: String
  /// How it comes, and why docbuild minds, in sentences.
  package let cause: String
  /// What to do, in sentences.
  package let cure: String
  /// Nil where no small input shows it.
  package let example: Example?

  init(
    _ id: DiagnosticID, level: Severities.Level = .error, _ summary: String, cause: String,
    cure: String, example: Example?
  ) {
    self.id = id
    self.level = level
    self.summary = summary
    self.cause = cause
    self.cure = cure
    self.example = example
  }

  /// The rule of a check of pages, which says itself what it looks for.
  init(_ check: PageCheck, _ summary: String, cure: String, example: Example?) {
    let looksFor = check.summary.prefix(1).uppercased() + check.summary.dropFirst()
    self.init(
      check.id, level: check.defaultSeverity, summary, cause: "\(looksFor).", cure: cure,
      example: example)
  }

  /// All rules, in the manual's order, under its headings.
  package static let groups: [(title: String, rules: [DiagnosticRule])] = [
    ("Directives", directives),
    ("Files and programs", files),
    ("Projects", projects),
    ("What a directive takes from a source", selections + partsAndRevisions),
    ("Weaving and proof", weaving),
    ("Adopting and migrating", adoption),
    ("Pages", pages + readers),
    ("Tests", tests),
  ]

  /// All rules, one for each kind of problem.
  package static let all = groups.flatMap(\.rules)

  /// The rule of that kind.
  package static func named(_ name: String) -> DiagnosticRule? {
    all.first { $0.id.rawValue == name }
  }
}
