package import DocbuildCore

/// What a run found, ready to be written in any style: each problem once, and of a document no more than was asked for.
package struct Report: Sendable {
  /// In the order of the run.
  package let documents: [ReportedDocument]
  /// How many problems are not shown.
  package let omitted: Int

  /// - Parameter limit: the most problems shown of one document; 0 for all.
  package init(_ documents: [ReportedDocument], limit: Int = 0) {
    var shown = documents
    var omitted = 0
    for (index, problems) in documents.map(\.diagnostics).eachOnce().enumerated() {
      let kept = limit > 0 ? Array(problems.prefix(limit)) : problems
      omitted += problems.count - kept.count
      shown[index].diagnostics = kept
      shown[index].reportedBefore = documents[index].diagnostics.count - problems.count
    }
    self.documents = shown
    self.omitted = omitted
  }

  /// The problems of all documents.
  package var problems: [Diagnostic] { documents.flatMap(\.diagnostics) }
}
