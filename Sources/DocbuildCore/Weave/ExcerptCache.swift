import Synchronization

/// Excerpts by source and options: two directives with the same options on the same source yield the same excerpt, in
/// whatever documents they stand.
package final class ExcerptCache: Sendable {
  private struct State {
    let excerpts = ByteTable<Excerpt>()
    var byteCount = 0
  }

  private let state = Mutex(State())

  /// What may be kept, in bytes; what comes later is made anew each time.
  private static let limit = 32 << 20

  package init() {}

  func excerpt(for key: Bytes) -> Excerpt? { state.withLock { $0.excerpts[key] } }

  /// Keeps `excerpt`, and with it its source, on whose identity the key rests.
  func keep(_ excerpt: Excerpt, for key: Bytes) {
    state.withLock { state in
      guard state.byteCount < ExcerptCache.limit else { return }
      // A whole source is in memory anyway.
      state.byteCount += 256 + (excerpt.isWhole ? 0 : excerpt.byteCount)
      state.excerpts[key] = excerpt
    }
  }
}
