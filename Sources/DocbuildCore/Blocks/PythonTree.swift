/// An element of the tree that Python-Markdown makes of a page's blocks.
final class PythonElement {
  enum Kind {
    case root, orderedList, bulletList, item, quote, admonition, details, tabs, tab
    case definitions, term, definition, footnote
    case paragraph, heading, rule, code

    var isList: Bool { self == .orderedList || self == .bulletList }
    var isItem: Bool { self == .item || self == .definition }
    /// Whether a page shows its lines as something that they stand in.
    var isContainer: Bool {
      switch self {
      case .item, .quote, .admonition, .details, .tab, .definition, .footnote: true
      default: false
      }
    }
  }

  let kind: Kind
  private(set) var children: [PythonElement] = []
  private unowned(unsafe) let parent: PythonElement?
  /// Whether text stands right in it, as in the items of a tight list.
  var hasText = false
  /// How many elements it stands in.
  let depth: Int

  init(_ kind: Kind, in parent: PythonElement? = nil) {
    self.kind = kind
    unsafe self.parent = parent
    depth = parent.map { $0.depth + 1 } ?? 0
  }

  var last: PythonElement? { children.last }

  /// Adds an element at the end.
  @discardableResult
  func add(_ kind: Kind) -> PythonElement {
    let made = PythonElement(kind, in: self)
    children.append(made)
    return made
  }

  /// Takes the last paragraph away, which has turned out to be terms.
  func removeLast() { children.removeLast() }

  /// Wraps the text right in it into a paragraph, in front of all else.
  func wrapText() {
    guard hasText else { return }
    hasText = false
    children.insert(PythonElement(.paragraph, in: self), at: 0)
  }

  /// What it stands in and is itself, outermost first, as far as lines show it.
  var containers: [PythonElement] {
    var found: [PythonElement] = []
    var at: PythonElement? = self
    while let element = at {
      if element.kind.isContainer { found.append(element) }
      at = unsafe element.parent
    }
    return found.reversed()
  }
}

/// What a line of a page is, and where its text begins.
struct PythonLine {
  enum Leaf { case blank, paragraph, heading, rule, code, title, raw }

  var leaf = Leaf.blank
  /// What it stands in, outermost first.
  var containers: [PythonElement] = []
  /// How wide its margin is, in columns.
  var column = 0
}
