/// What the fragment of a link to a page of Markdown may name.
package struct PageAnchors: Sendable, Equatable {
  /// In the page's order; percent-encoding is resolved.
  package private(set) var names: [Bytes] = []
  /// Ids that headings would have on a site, where the page's readers don't know how those are written.
  let elsewhere: [Bytes]
  /// Whether text from elsewhere may bring more.
  package let isOpen: Bool
  /// Files of the tree that bring more, as the page names them.
  package let imports: [Bytes]
  /// Sorted, for the search.
  private var sorted: [Bytes] = []

  init() { self.init([]) }

  /// The anchors of a page.
  ///
  /// - Parameters:
  ///   - elsewhere: ids that only other readers would know.
  ///   - isOpen: whether more may come from what can't be read.
  ///   - imports: files of the tree that bring more, as the page names them.
  package init(
    _ names: [Bytes], elsewhere: [Bytes] = [], isOpen: Bool = false, imports: [Bytes] = []
  ) {
    self.names = names
    self.imports = imports
    self.elsewhere = elsewhere
    self.isOpen = isOpen
    sorted = names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// The anchors of a page.
  ///
  /// - Parameters:
  ///   - reader: who reads it.
  ///   - dialect: the rules that its blocks follow.
  package init(
    ofPage bytes: Bytes, for reader: Reader = .github, in dialect: Dialect = .commonMark
  ) {
    self = Page(bytes, for: reader, in: dialect, anchorsAlone: true).anchors
  }

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
