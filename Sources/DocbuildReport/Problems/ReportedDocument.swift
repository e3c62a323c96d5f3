package import DocbuildCore

/// What a report says of a document; or of none, with an empty name.
package struct ReportedDocument: Sendable {
  /// As the user would write it.
  package let name: String
  /// In order of place.
  package var diagnostics: [Diagnostic]
  /// What was tested, for reports that list what passed.
  package var tests: [ReportedTest]
  /// How many of its problems a report holds with an earlier document.
  var reportedBefore = 0

  /// A document with its problems, and with its tests where some were run.
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
    /// It failed too, with what it follows from, whose problems say more.
    case follows(String)
    /// With the reason.
    case skipped(String)
  }

  /// As the document calls it.
  package let name: String
  /// Passed, failed or skipped.
  package let outcome: Outcome

  /// A test that was run or skipped.
  package init(name: String, outcome: Outcome) {
    self.name = name
    self.outcome = outcome
  }
}
