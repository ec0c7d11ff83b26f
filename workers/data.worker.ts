import { createDataService } from './dataService.ts'
import { serve } from './ready.ts'

serve(createDataService())
