import Synchronization

/// What excerpts are taken from: a source, and what is known of it beyond its text.
///
/// The regions are looked for when a directive first needs them, and once for all that show the source.
package final class SourceFacts: Sendable {
  /// The text.
  package let source: Source
  /// The definitions that a parser found, in order; nil when none has looked.
  package let symbols: SymbolTable?

  /// The project's own ways to mark regions.
  package let dialects: [RegionDialect]

  private let markCache = Mutex<MarkedRegions?>(nil)

  /// What is known of a source as it is read.
  ///
  /// - Parameter dialects: the project's own ways to mark regions.
  package init(_ source: Source, symbols: SymbolTable? = nil, dialects: [RegionDialect] = []) {
    self.dialects = dialects
    self.source = source
    self.symbols = symbols
  }

  /// Another for each as long as both live.
  var identity: UInt { UInt(bitPattern: ObjectIdentifier(self)) }

  /// The regions marked in the text.
  package var regions: MarkedRegions {
    markCache.withLock { cached in
      if let cached { return cached }
      let found = MarkedRegions(in: source, own: dialects)
      cached = found
      return found
    }
  }
}
