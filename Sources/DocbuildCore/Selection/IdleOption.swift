/// An option that left an excerpt as it would be without it.
struct IdleOption: Sendable {
  let key: String
  /// Why, to follow "changes nothing: ".
  let reason: String
  /// Whether the whole option can go, not only a part of its value.
  var isWhole = true
}

extension Recipe.Strip {
  /// Why there is nothing to strip.
  func reasonForNothing(in name: String) -> String {
    switch self {
    case .license: "no comment about a licence is at the top of '\(name)'"
    case .frontMatter: "'\(name)' does not begin with a front matter"
    case .shebang: "the excerpt does not begin with a '#!' line"
    default: "the excerpt holds no marks of regions"
    }
  }
}
