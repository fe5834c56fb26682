import Model

/// The parts of a report that its first screen is made from.
extension JSONWriter {
  mutating func write(_ health: HealthEntry) {
    object { w in
      w.field("release", orNull: health.release.isEmpty ? nil : health.release)
      w.field("starts", health.starts)
      w.field("crashes", health.crashes)
      w.field("firstCrash", health.firstCrash)
      w.field("lastCrash", health.lastCrash)
      w.field("down", health.isDown)
      w.field("leaderChanges", health.leaderChanges)
      w.field("restarts", health.restarts)
    }
  }

  mutating func write(_ symptom: SymptomEntry) {
    object { w in
      w.field("kind", symptom.kind.rawValue)
      w.field("text", symptom.text)
      w.field("explainedBy", symptom.explainedBy)
      w.list("objects", symptom.objects) { w, ref in w.object { $0.writeMembers(of: ref) } }
    }
  }

  mutating func write(_ target: TargetEntry) {
    object { w in
      w.field("releases", target.releases)
      w.field("fixes", target.fixes)
      w.field("leaves", target.leaves)
    }
  }
}
