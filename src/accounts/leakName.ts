import { nameTokens } from './columnName.ts'

const PAST = new Set([
  'previous',
  'prior',
  'past',
  'historic',
  'historical',
  'earlier',
  'former',
  'before',
])
const LEAVING =
  /^(churn\w*|attrition|attrited|cancel\w*|offboard\w*|exited|terminat\w*|deactivat\w*|kuendigung|kundigung|resiliation|baja|opzegging)$/
const TELLING =
  /^(date|day|time|timestamp|at|on|reason|reasons|category|type|code|cause|comment|comments|feedback|score|probability|prob|prediction|predicted|risk|month|year|survey|status|label|flag|value|effective|reasoncode|motif|motivo|grund|datum|fecha)$/
const STRONG = /^(churn\w*|attrition|attrited)$/
const LIFETIME = /^(cltv|ltv|clv)$/

/**
 * Why a column cannot be known before the outcome, judging by its name; null when it can. 'churn_date',
 * 'Cancel Reason', 'Churn Score' leak; 'previous_cancellations' does not.
 */
export function leakReason(name: string): string | null {
  const tokens = nameTokens(name)
  if (tokens.some((token) => PAST.has(token))) return null
  if (tokens.some((token) => LEAVING.test(token))) {
    if (tokens.some((token) => STRONG.test(token))) {
      return 'its name says it is known only once an account has churned, or is computed from that'
    }
    if (tokens.some((token) => TELLING.test(token))) {
      return 'its name says it is known only once an account is leaving'
    }
  }
  const lifetime =
    tokens.some((token) => LIFETIME.test(token)) || /lifetime_value/.test(tokens.join('_'))
  if (lifetime)
    return 'a lifetime value is computed from how long the account stayed, or predicts it'
  if (tokens.some((token) => /^(ku|kue)ndigungs(grund|datum|art)$/.test(token))) {
    return 'it is known only once an account has left'
  }
  if (/^(exit|leave|leaving|lost|loss)_(date|reason|survey|interview)/.test(tokens.join('_'))) {
    return 'it is known only once an account has left'
  }
  if (
    /^(reason|days|months|time)_(for|since|to|until)_(churn|leaving|cancel\w*|exit|attrition)/.test(
      tokens.join('_'),
    )
  ) {
    return 'it is known only once an account has left'
  }
  return null
}
