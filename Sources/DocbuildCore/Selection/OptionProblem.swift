/// What is wrong with an option of a directive.
struct OptionProblem {
  let id: DiagnosticID
  let message: String
  let option: DirectiveOption
  /// What may be written in place of the option, best first.
  var cures: [String] = []
}

extension OptionProblem {
  /// What may be written in place of the option, best first, so far as it can stand there.
  func cures(_ context: OptionAlias.Context, isInFence: Bool) -> [String] {
    let all = cures + moreCures(context)
    guard isInFence else { return all }
    // A fence in a fence is text; what goes with one has no place there.
    let kept = all.filter { cure in
      DirectiveOption.list(cure)?.contains { $0.key == "fence" } != true
    }
    return kept.count < all.count ? kept + [""] : all
  }

  /// Cures that rest on what other tools call the option, or on a name that is nearly its own.
  private func moreCures(_ context: OptionAlias.Context) -> [String] {
    guard id == .unknownOption else { return [] }
    let alias = OptionAlias.named(option.key)?.cures(option, context) ?? []
    let names = OptionRule.all.map(\.key)
    let near = nearest(to: option.key, among: names, count: 2).map { "\($0)\(option.written)" }
    return alias + near
  }

  /// What is said beside a cure that leaves the option out.
  var notes: [Diagnostic.Note] {
    guard id == .unknownOption, let note = OptionAlias.named(option.key)?.note else { return [] }
    return [.init(note)]
  }
}
