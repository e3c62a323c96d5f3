/// One problem that is reported to a person: where, what, and how to mend it.
package struct Diagnostic: Hashable, Sendable {
  /// Whether it makes a run fail.
  package enum Severity: String, CaseIterable, Hashable, Sendable { case error, warning }

  /// A remark that belongs to a problem, with a place of its own where there is one.
  package struct Note: Hashable, Sendable {
    /// What is said, for a person.
    package let message: String
    /// What it is about; nil when that needs no place of its own.
    package let place: Place?

    /// A remark about the problem's own place, unless another is named; one in a file as it was is told in words, since
    /// nobody can look there.
    package init(_ message: String, at place: Place? = nil) {
      let past = place.flatMap { place in
        place.revision.map { " (line \(place.line) of '\(place.name)' at revision '\($0)')" }
      }
      self.message = message + (past ?? "")
      self.place = past == nil ? place : nil
    }
  }

  /// An error unless a check or the configuration says otherwise.
  package var severity: Severity
  /// Its kind, by which it is configured and looked up.
  package let id: DiagnosticID
  /// Lower case, no full stop, the user's words in '…'.
  package let message: String
  /// What is wrong; a place without a line stands for a whole file.
  package let place: Place
  /// What else there is to know, in order.
  package var notes: [Note]
  /// A change that would mend the problem.
  package var fixIt: TextEdit?

  /// An error.
  ///
  /// - Parameter fixIt: the text that should stand in place of the marked bytes, if that is known.
  package init(
    _ id: DiagnosticID, _ message: String, at place: Place, notes: [Note] = [],
    fixIt: String? = nil
  ) {
    severity = .error
    self.id = id
    self.message = message
    self.place = place
    self.notes = notes
    self.fixIt = fixIt.map { TextEdit(at: place, $0) }
  }
}

extension Diagnostic {
  /// The same at another place if its own is in a file as it was.
  func outOfThePast(at today: Place) -> Diagnostic {
    guard place.revision != nil else { return self }
    let others = notes.filter { $0.place != today }
    return Diagnostic(id, message, at: today, notes: [Note("it stands there", at: place)] + others)
  }
}

extension [Diagnostic] {
  /// The list without what was already said at the same place.
  package func eachOnce() -> [Diagnostic] {
    var seen: Set<SaidAlready> = []
    return filter { seen.insert(SaidAlready($0)).inserted }
  }
}

extension [[Diagnostic]] {
  /// The lists without what was already said in the same or an earlier one: several documents may share a part.
  package func eachOnce() -> [[Diagnostic]] {
    var seen: Set<SaidAlready> = []
    return map { $0.filter { seen.insert(SaidAlready($0)).inserted } }
  }
}

private struct SaidAlready: Hashable {
  let id: DiagnosticID
  let message: String
  let name: String
  let line: Int
  let column: Int

  init(_ diagnostic: Diagnostic) {
    id = diagnostic.id
    message = diagnostic.message
    name = diagnostic.place.name
    line = diagnostic.place.line
    column = diagnostic.place.column
  }
}
