/**
 * The words of a column's name in lower case: 'MonthlyCharges', 'monthly_charges' → monthly, charges.
 * Accents are dropped: 'Résilié' is the word resilie. The '__c' that Salesforce puts after the names of custom fields is none.
 */
export function nameTokens(name: string): string[] {
  return name
    .replace(/__c$/i, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '')
}

/** The name with case, separators and camel case evened out: 'Churn Label' → 'churn_label'. */
export function evenName(name: string): string {
  return nameTokens(name).join('_')
}
