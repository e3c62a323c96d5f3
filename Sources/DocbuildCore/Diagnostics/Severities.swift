/// How much each kind of problem counts, as `checks` in the configuration says; what it does not name counts as usual.
package struct Severities: Sendable, Equatable {
  /// How much a problem counts.
  package enum Level: String, Sendable, CaseIterable {
    /// It is not reported.
    case off
    case warning
    case error
  }

  private let levels: [DiagnosticID: Level]

  /// - Parameter levels: those that differ from the usual ones.
  package init(_ levels: [DiagnosticID: Level] = [:]) { self.levels = levels }

  /// Nil for a kind that counts as usual.
  package subscript(_ id: DiagnosticID) -> Level? { levels[id] }

  /// Whether a kind is reported that is off where nobody asks for it.
  package func asksFor(_ id: DiagnosticID) -> Bool { levels[id] ?? .off != .off }

  /// The problems as they count; what is off is left out.
  package func applied(to problems: [Diagnostic]) -> [Diagnostic] {
    if levels.isEmpty || problems.isEmpty { return problems }
    return problems.compactMap { problem in
      var problem = problem
      switch levels[problem.id] {
      case .off: return nil
      case .warning: problem.severity = .warning
      case .error: problem.severity = .error
      case nil: break
      }
      return problem
    }
  }
}
