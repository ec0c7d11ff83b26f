import { createJournalService } from './journalService.ts'
import { serve } from './ready.ts'

serve(createJournalService())
