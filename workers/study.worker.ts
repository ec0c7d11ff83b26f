import { serve } from './ready.ts'
import { createStudyService } from './studyService.ts'

serve(createStudyService())
