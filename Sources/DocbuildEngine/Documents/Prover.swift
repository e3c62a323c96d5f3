package import DocbuildCore

/// Runs the proof of a document over all its parts, on several threads where that pays, within a bound of work.
package struct Prover: Sendable {
  /// How many threads at the most; nil for one for each processor.
  package var threads: Int?
  /// The processor time that the proof may take beyond a tenth of a second for each part, in nanoseconds; thousands of
  /// times what sound text needs.
  package var budget: UInt64
  /// Whether pages, as they were read for their proof, are kept for who looks at them next.
  var keepsPages = false

  /// A prover with so many threads, all of the machine's for nil, and a bound on its work.
  package init(threads: Int?, budget: UInt64 = 10_000_000_000) {
    self.threads = threads.map { max(1, $0) }
    self.budget = budget
  }

  /// Below so many bytes even text that libcmark takes quadratic time for is parsed within the bound, so that
  /// the proof needs no thread of its own.
  private static let harmless = 1 << 15

  /// What is wrong with the page; empty when it is proven. A proof that was interrupted is none, whatever it says.
  ///
  /// With it comes the page as it was read, where it is small and `keepsPages` says so.
  package func proof(of document: Document, until interrupt: Interrupt) -> Document.ProofResult {
    if document.byteCount <= Prover.harmless {
      return document.proveWhole(keepsPage: keepsPages)
    }
    return Document.ProofResult(diagnostics: proveInChunks(document, until: interrupt))
  }

  private func proveInChunks(_ document: Document, until interrupt: Interrupt) -> [Diagnostic] {
    let count = document.chunkCount
    guard let results = run(count, until: interrupt, { document.prove(chunk: $0) }) else {
      return [tooCostly(document)]
    }
    if results.allSatisfy(\.endsCleanly) {
      let problems = results.flatMap(\.diagnostics)
      return problems.isEmpty ? document.faultsReadBack() : problems
    }
    // Something reaches over the end of a part: only the whole shows what.
    guard let whole = run(1, until: interrupt, { _ in document.proveWhole() }) else {
      return [tooCostly(document)]
    }
    return whole[0].diagnostics
  }

  private func tooCostly(_ document: Document) -> Diagnostic {
    Diagnostic(
      .proofTooCostly,
      "the page can't be proven: libcmark needs more than \(budget / 1_000_000_000) s for a part of it",
      at: Place(file: document.template.source.name),
      notes: [
        .init(
          "lists or quotes that stand thousands deep in one another, with many lines behind them, make its time quadratic"
        )
      ])
  }

  private func run(
    _ count: Int, until interrupt: Interrupt,
    _ job: @escaping @Sendable (Int) -> Document.ProofResult
  ) -> [Document.ProofResult]? {
    let stop = ParseStop()
    // A thread may do all the jobs; a sound one takes some milliseconds.
    let limit = JobLimit(
      nanoseconds: budget + UInt64(count) * 100_000_000, interrupt: interrupt, stop: stop.stop)
    let results = ParallelJobs.run(count, threads: threads ?? processorCount, limit: limit) {
      index in stop.watching { job(index) }
    }
    return stop.isSet ? nil : results
  }
}
