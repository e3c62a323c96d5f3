/// What of an author's HTML is let through: what GitHub lets through, but for classes and styles.
struct HTMLRule: Sendable {
  var attributes: Set<String> = []
  /// Whether the element has no end.
  var isVoid = false

  /// Attributes that any element may have.
  static let everywhere: Set<String> = [
    "abbr", "align", "alt", "aria-describedby", "aria-hidden", "aria-label", "aria-labelledby",
    "axis", "border", "cellpadding", "cellspacing", "char", "charoff", "cite", "clear", "color",
    "cols", "colspan", "compact", "coords", "datetime", "dir", "headers", "height", "hreflang",
    "hspace", "id", "ismap", "itemprop", "label", "lang", "noshade", "nowrap", "open",
    "rows", "rowspan", "rules", "scope", "shape", "span", "start", "summary", "title", "valign",
    "vspace", "width",
  ]

  static let headings: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6"]

  /// By the names of elements.
  static let all: [String: HTMLRule] = {
    var rules: [String: HTMLRule] = [:]
    for name in [
      "h1", "h2", "h3", "h4", "h5", "h6", "b", "i", "strong", "em", "pre", "code", "tt", "div",
      "ins", "del", "sup", "sub", "p", "picture", "ol", "ul", "table", "thead", "tbody", "tfoot",
      "blockquote", "dl", "dt", "dd", "kbd", "q", "samp", "var", "ruby", "rt", "rp", "li", "tr",
      "td", "th", "s", "strike", "summary", "details", "caption", "figure", "figcaption", "abbr",
      "bdo", "cite", "dfn", "mark", "small", "span", "time", "center", "u",
    ] {
      rules[name] = HTMLRule()
    }
    for name in ["br", "hr", "wbr"] { rules[name] = HTMLRule(isVoid: true) }
    // On pictures a name would hide what the page's script asks the document for.
    rules["a"] = HTMLRule(attributes: ["href", "name"])
    rules["img"] = HTMLRule(attributes: ["src", "srcset", "loading"], isVoid: true)
    rules["source"] = HTMLRule(attributes: ["srcset", "media", "type"], isVoid: true)
    rules["input"] = HTMLRule(attributes: ["type", "checked"], isVoid: true)
    return rules
  }()
}
