package import DocbuildCore

/// What a report says of a document; or of none, with an empty name.
package struct ReportedDocument: Sendable {
  /// As the user would write it.
  package let name: String
  package var diagnostics: [Diagnostic]
  /// What was tested, for reports that list what passed.
  package var tests: [ReportedTest]
  /// How many of its problems a report holds with an earlier document.
  var reportedBefore = 0

  package init(name: String, diagnostics: [Diagnostic], tests: [ReportedTest] = []) {
    self.name = name
    self.diagnostics = diagnostics
    self.tests = tests
  }
}

/// One thing that was tested.
package struct ReportedTest: Sendable {
  /// What became of it.
  package enum Outcome: Sendable, Equatable {
    case passed
    /// Its problems say more.
    case failed
    /// With the reason.
    case skipped(String)
  }

  package let name: String
  package let outcome: Outcome

  package init(name: String, outcome: Outcome) {
    self.name = name
    self.outcome = outcome
  }
}
