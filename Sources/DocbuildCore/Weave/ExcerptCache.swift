import Synchronization

/// Excerpts by source and options: two directives with the same options on the same source yield the same excerpt, in
/// whatever documents they stand.
package final class ExcerptCache: Sendable {
  private struct State {
    var excerpts = ByteTable<Excerpt>()
    var byteCount = 0
  }

  private let state = Mutex(State())

  /// What may be kept, in bytes; what comes later is made anew each time.
  private static let limit = 32 << 20

  /// An empty cache.
  package init() {}

  func excerpt(for key: Bytes) -> Excerpt? { state.withLock { $0.excerpts[key] } }

  /// Keeps `excerpt`, and with it what it is taken from, on whose identity the key rests.
  func keep(_ excerpt: Excerpt, for key: Bytes) {
    state.withLock { state in
      guard state.byteCount < ExcerptCache.limit else { return }
      state.byteCount += ExcerptCache.cost(of: excerpt)
      state.excerpts[key] = excerpt
    }
  }

  /// Forgets what was made of those sources, and of others that are gone: a run that was interrupted may have read a source
  /// that nobody else knows.
  package func forget(_ sources: [SourceFacts], or isGone: (Source) -> Bool = { _ in false }) {
    let gone = Set(sources.map(\.identity))
    state.withLock { state in
      let kept = state.excerpts.entries.filter {
        !gone.contains($0.value.facts.identity) && !isGone($0.value.facts.source)
      }
      guard kept.count < state.excerpts.entries.count else { return }
      state.excerpts = ByteTable(kept)
      state.byteCount = kept.reduce(0) { $0 + ExcerptCache.cost(of: $1.value) }
    }
  }

  /// In bytes; a whole source is in memory anyway.
  private static func cost(of excerpt: Excerpt) -> Int {
    256 + (excerpt.isWhole ? 0 : excerpt.byteCount)
  }
}
