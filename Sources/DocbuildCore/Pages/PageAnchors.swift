/// What the fragment of a link to a page of Markdown may name.
package struct PageAnchors: Sendable {
  /// In the page's order; percent-encoding is resolved.
  package private(set) var names: [Bytes] = []
  /// Sorted, for the search.
  private var sorted: [Bytes] = []

  init() {}

  init(_ names: [Bytes]) {
    self.names = names
    sorted = names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// The anchors of a page.
  package init(ofPage bytes: Bytes) { self = Page(bytes).anchors }

  /// Whether the page has that anchor, compared byte for byte.
  package func contains(_ name: Bytes) -> Bool {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle].lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
    }
    return low < sorted.count && sorted[low] == name
  }
}
