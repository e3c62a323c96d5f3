import DocbuildCore

/// What tests found before something changed, for `watch --test`.
package struct EarlierTests: Sendable {
  private let results: [RootPath: TranscriptJob.Result]
  /// What has changed since; nil where nobody knows.
  private let changed: [RootPath]?

  /// What a report found, before those paths changed; nil where nobody knows which.
  package init(_ report: TestReport, since changed: [RootPath]?) {
    results = report.transcripts
    self.changed = changed
  }

  /// What the transcripts of a document, by its path, did when they rested on the same.
  func result(of path: RootPath, resting key: Hash) -> TranscriptJob.Result? {
    guard let known = results[path], known.isFinal, known.key == key else { return nil }
    return known
  }

  /// What the transcripts of a document did, where the changes don't concern them; nil where they must run again.
  ///
  /// A change concerns them when it is of the document, of what it is made from, of the folder that they start in, or of
  /// what they read; where nothing says what that is, of anything but other documents.
  func result(of document: TestedDocument, among documents: [TestedDocument], in project: Project)
    -> TranscriptJob.Result?
  {
    let path = document.document.path
    guard let changed, let known = results[path], known.isFinal else { return nil }
    let own = Set(
      [path] + [document.document.output.folded].compactMap { $0 } + document.inputs.values)
    let reads = document.reads(in: project)
    let others = Set(
      documents.flatMap { [$0.document.path, $0.document.output.folded].compactMap { $0 } })
    let concerns = changed.contains { change in
      if own.contains(change) || change == Configuration.name { return true }
      if (document.starts?.folders ?? []).contains(where: { change.lies(at: $0) }) {
        return !others.contains(change)
      }
      guard let reads else { return !others.contains(change) }
      return reads.contains { change.lies(at: $0) || $0.lies(at: change) }
    }
    return concerns ? nil : known
  }
}

extension TestedDocument {
  /// What its console blocks say that they read; nil where one says nothing, nor the configuration.
  fileprivate func reads(in project: Project) -> [RootPath]? {
    let said = transcripts.map(\.options.reads)
    guard
      var paths = project.configuration.test.reads(of: document.path)
        ?? (said.contains { $0 == nil } ? nil : [])
    else { return nil }
    paths += said.compactMap { $0 }.flatMap { $0 }
    return paths.compactMap { RootPath(folding: Bytes($0.utf8)) }
  }
}

extension TranscriptJob.Result {
  /// The same, as nothing was run for it now.
  var known: Self {
    var same = self
    same.isKnown = true
    return same
  }

  /// Whether it was run to its end.
  var isFinal: Bool {
    refusedSandbox == nil && trouble == nil && !cases.contains { $0.outcome == .notRun }
  }
}
