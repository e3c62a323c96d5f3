/// What only MDX has.
extension BlockScanner {
  /// A line of the tags, the expression or the module that is open, or the first line of a module; nil for others.
  mutating func takeFlow(_ range: Range<Int>) -> Role? {
    if case .flow(let end) = leaf {
      if range.lowerBound < end { return .text }
      leaf = .none
    }
    // A module stands at the margin, outside of all containers, and ends no paragraph.
    guard containers.isEmpty, leaf == .none,
      let end = MDXFlow.endOfModule(bytes, from: range.lowerBound, &flowBudget)
    else { return nil }
    leaf = .flow(until: end)
    return .text
  }

  /// How many quotes are open once `matched` containers go on and `opened` begin.
  func quotes(_ matched: Int, _ opened: [Container]) -> Int {
    (containers[..<matched] + opened).count { $0 == .quote }
  }
}
