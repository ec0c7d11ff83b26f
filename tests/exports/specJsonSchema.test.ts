import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { specJsonSchema } from '../../src/accounts/specSchema.ts'

const published = new URL('../../public/spec.schema.json', import.meta.url)

it('publishes the JSON Schema the parser uses (UPDATE_SCHEMA=1 rewrites it)', () => {
  const text = `${JSON.stringify(specJsonSchema(), null, 2)}\n`
  if (process.env.UPDATE_SCHEMA === '1') writeFileSync(published, text)
  expect(readFileSync(published, 'utf8')).toBe(text)
})

it('says what a spec may hold', () => {
  const schema = specJsonSchema() as {
    required: string[]
    additionalProperties: unknown
    properties: { features: { additionalProperties: { properties: object; required?: string[] } } }
  }
  expect(schema.required).toEqual(['features'])
  expect(schema.additionalProperties).toEqual({})
  const { properties, required } = schema.properties.features.additionalProperties
  expect(Object.keys(properties)).toEqual([
    'weight',
    'min',
    'max',
    'locked',
    'label',
    'transform',
    'missing',
  ])
  expect(required).toBeUndefined()
})
