import { serve } from './ready.ts'
import { createSearchService } from './searchService.ts'

serve(createSearchService())
