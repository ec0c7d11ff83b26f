/** Outcomes that may be held as text. */
export type EventRole = 'retained' | 'churned' | 'activated' | 'won_back'

// Also in German, French, Spanish, Italian, Portuguese, Dutch and Polish.
const YES = /^(yes|y|true\.?|t|1|1\.0|ja|j|oui|s[iíì]|sim|tak)$/i
const NO = /^(no|n|false\.?|f|0|0\.0|nein|non|n[ãa]o|nee|nie)$/i
const NOT = /^(no|not|non|un|never|didn'?t|hasn'?t)\b[\s_-]*|^(non|un)/i
const GONE =
  /churn|attrit|exit|\bleft\b|\bleav|cancel|\blost\b|lapse|depart|terminat|inactive|closed|\bgone\b|unsub|deactivat|\bquit|defect|discontinu|expired|\bformer\b|gek(ü|ue)ndigt|abgewandert|inaktiv|ehemalig|r[ée]sili|inactif|inactivo|inattivo|inativo|\bbaja\b|disdett|opgezegd/i
const KEPT =
  /retain|stay|existing|active|current|\bkept\b|renew|remain|loyal|\bopen\b|aktiv|actif|activo|attivo|ativo|actief/i
const ACTIVATED = /activated|\bactive\b|onboarded|completed/i
const WON_BACK = /won|reactivat|return|recover|\bback\b/i

/** 1 for yes, true, y, t, 1; 0 for no, false, n, f, 0; null for any other text. */
export function yesNo(text: string): 0 | 1 | null {
  const trimmed = text.trim()
  if (YES.test(trimmed)) return 1
  return NO.test(trimmed) ? 0 : null
}

/**
 * Which of a column's texts counts as 1 for an outcome, by what the texts say; null where they do not
 * say. More than two texts are possible where exactly one names the event: the others count as 0.
 */
export function eventText(role: EventRole, texts: readonly string[]): string | null {
  const yes = texts.filter((text) => yesNo(text) === 1)
  const no = texts.filter((text) => yesNo(text) === 0)
  if (yes.length + no.length === texts.length && texts.length <= 2) return yes[0] ?? null
  const meant = texts.filter((text) => says(text, role))
  if (meant.length === 1) return meant[0]
  if (texts.length !== 2) return null
  const opposite = OPPOSITE[role]
  const against = opposite === null ? [] : texts.filter((text) => says(text, opposite))
  return against.length === 1 ? texts.find((text) => text !== against[0])! : null
}

const OPPOSITE: Record<EventRole, EventRole | null> = {
  retained: 'churned',
  churned: 'retained',
  activated: null,
  won_back: null,
}

function says(text: string, role: EventRole): boolean {
  if (NOT.test(text.trim()) && !/^unsub/i.test(text.trim())) return false
  if (role === 'churned') return GONE.test(text)
  if (role === 'retained') return KEPT.test(text) && !GONE.test(text)
  return (role === 'activated' ? ACTIVATED : WON_BACK).test(text)
}

/** Whether some text speaks of leaving, as in a status column that gives the outcome away. */
export function speaksOfChurn(texts: readonly string[]): boolean {
  return texts.some((text) => /churn|attrit/i.test(text))
}
